using System.Data.Common;
using System.Net.Http.Headers;
using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Environments;
using Dispatch.Server.Forwarding;

namespace Dispatch.Server.Gateway;

/// <summary>Gives the runner the way to models: whenever it is reached anew, whenever the keys change, and well before the token that it has ends.</summary>
internal sealed partial class GatewayDelivery(
    RunnerClient runner, RunnerState state, TokenMint tokens, GatewayTokens gateway, ProviderKeys keys, DataFolder data, BackgroundLoops loops, TimeProvider time,
    ILogger<GatewayDelivery> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = CapabilityToken.MaximumLifetime / 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What was made later is sent later.
    private readonly SemaphoreSlim _one = new(1);

    /// <returns>Whether the runner has it; one of an older version takes none, and its agents sign in by themselves.</returns>
    public async Task<bool> SendAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            var given = new RunnerGateway(
                data.GatewaySocket, gateway.Make(), (long)CapabilityToken.MaximumLifetime.TotalMilliseconds,
                [.. (await keys.AllAsync(either.Token)).Where(key => key.Key is not null).Select(key => key.Provider.Id)]);
            using var request = new HttpRequestMessage(HttpMethod.Put, RunnerClient.Uri("/runner/gateway")) { Content = JsonContent.Create(given, Wire.Default.RunnerGateway) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForServer());
            using var response = await runner.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                LogRefused(logger, (int)response.StatusCode);
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or DbException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogUnsent(logger, e.Message);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => loops.KeepAsync("the way to models", RenewAsync, stoppingToken);

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (state.IsConnected)
            {
                await SendAsync(stoppingToken);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The runner doesn't take the way to models ({Status}); it may be of another version, and its agents then sign in by themselves")]
    private static partial void LogRefused(ILogger logger, int status);

    [LoggerMessage(2, LogLevel.Warning, "The way to models could not be given to the runner, and is in a moment: {Cause}")]
    private static partial void LogUnsent(ILogger logger, string cause);
}
