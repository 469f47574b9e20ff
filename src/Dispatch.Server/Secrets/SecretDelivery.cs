using System.Net.Http.Headers;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Forwarding;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Secrets;

/// <summary>Gives the runner all secret variables, decrypted, whenever it is reached anew and whenever one changed. It keeps them in its memory.</summary>
internal sealed partial class SecretDelivery(
    RunnerClient runner, TokenMint tokens, SecretStore secrets, SecretSeal seal, Foundation foundation, TimeProvider time, ILogger<SecretDelivery> logger) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // What was read later is sent later.
    private readonly SemaphoreSlim _one = new(1);

    /// <returns>Whether the runner has them; one of an older version takes none, which is well while there are none.</returns>
    public async Task<bool> SendAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var all = await ReadAsync(cancellation);
            using var limit = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            using var request = new HttpRequestMessage(HttpMethod.Put, RunnerClient.Uri("/runner/secrets"))
            {
                Content = JsonContent.Create(all, Wire.Default.RunnerSecrets),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.ForServer());
            using var response = await runner.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode && all.Workspaces.Count > 0)
            {
                LogRefused(logger, (int)response.StatusCode);
                return false;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            LogUnsent(logger, e.Message);
            return false;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<RunnerSecrets> ReadAsync(CancellationToken cancellation)
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        foreach (var group in (await secrets.ListAsync(foundation.Environment, null, cancellation)).GroupBy(row => row.Workspace))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var row in group)
            {
                if (await seal.OpenAsync(row.Workspace, row.Name, row.SealedValue, cancellation) is { } value)
                {
                    values[row.Name] = value;
                }
                else
                {
                    LogUnreadable(logger, row.Name, row.Workspace);
                }
            }

            all[group.Key] = values;
        }

        return new RunnerSecrets(all);
    }

    [LoggerMessage(1, LogLevel.Error, "The secret variable {Name} of the workspace {Workspace} can't be decrypted with the key in secrets-key: sessions start without it until it is set anew")]
    private static partial void LogUnreadable(ILogger logger, string name, string workspace);

    [LoggerMessage(2, LogLevel.Warning, "The runner doesn't take the secret variables ({Status}); it may be of another version. They are sent again in a moment")]
    private static partial void LogRefused(ILogger logger, int status);

    [LoggerMessage(3, LogLevel.Warning, "The secret variables could not be given to the runner, and are in a moment: {Cause}")]
    private static partial void LogUnsent(ILogger logger, string cause);
}
