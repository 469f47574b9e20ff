using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Server.Tests.Support;

/// <summary>
/// The runner's door as the server sees it: the socket, the tokens, a feed that the test writes, and an attach that sends back what it
/// gets. For what lies between the two only; the real runner is tried from the outside.
/// </summary>
internal sealed class FakeRunner : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolder _data;
    private readonly Channel<FeedMessage> _feed = Channel.CreateUnbounded<FeedMessage>();
    private readonly CancellationTokenSource _ended = new();
    private CancellationTokenSource? _feeding;

    private FakeRunner(DataFolder data)
    {
        _data = data;
        Directory.CreateDirectory(data.Run);
        File.Delete(data.RunnerSocket);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(data.RunnerSocket));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(HandleAsync);
    }

    /// <summary>What the feed was asked to start after.</summary>
    public Channel<string> Cursors { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The secret variables that it was given, each time.</summary>
    public Channel<string> Secrets { get; } = Channel.CreateUnbounded<string>();

    /// <summary>The last request that wasn't the feed's.</summary>
    public SeenRequest? Last { get; private set; }

    /// <summary>Answers any plain request.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("from the runner");

    /// <summary>It takes requests and answers none any more.</summary>
    public bool Hangs { get; set; }

    /// <summary>What it says keeps it from its work.</summary>
    public IReadOnlyList<ProblemPart>? Troubles { get; set; }

    /// <summary>The workspaces that it says it has.</summary>
    public IReadOnlyList<WorkspaceInfo> Workspaces { get; init; } = [];

    public static async Task<FakeRunner> StartAsync(DataFolder data, params WorkspaceInfo[] workspaces)
    {
        var runner = new FakeRunner(data) { Workspaces = workspaces };
        await runner._app.StartAsync();
        return runner;
    }

    public void Feed(FeedMessage message) => _feed.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private RunnerStatus Status() => new("e_test", "0.0.0", 1, DateTimeOffset.UnixEpoch, null, 0, 0, 0, Workspaces, Troubles);

    private async Task HandleAsync(HttpContext context)
    {
        if (Hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        if (context.Request.Path == "/healthz")
        {
            return;
        }

        var token = await ValidateAsync(context.Request.Headers.Authorization.ToString()["Bearer ".Length..]);
        if (!token.IsValid)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (context.Request.Path == "/runner/feed")
        {
            await FeedAsync(context);
        }
        else if (context.Request.Path == "/runner/status")
        {
            await context.Response.WriteAsJsonAsync(Status(), Wire.Default.RunnerStatus);
        }
        else if (context.Request.Path == "/runner/gateway")
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (context.Request.Path == "/runner/secrets")
        {
            using var body = new StreamReader(context.Request.Body);
            Secrets.Writer.TryWrite(await body.ReadToEndAsync());
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            Last = new SeenRequest(
                context.Request.Method, context.Request.Path + context.Request.QueryString, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()), token);
            await (context.WebSockets.IsWebSocketRequest ? EchoAsync(context) : Answer(context));
        }
    }

    private async Task FeedAsync(HttpContext context)
    {
        // One reader at a time: one whose server went away would else take what the next is to get.
        var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _ended.Token);
        if (Interlocked.Exchange(ref _feeding, ended) is { } before)
        {
            await before.CancelAsync();
        }

        Cursors.Writer.TryWrite(context.Request.Query["cursor"].ToString());
        await WriteLineAsync(context, new FeedHello(Status()));
        try
        {
            await foreach (var message in _feed.Reader.ReadAllAsync(ended.Token))
            {
                await WriteLineAsync(context, message);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static async Task WriteLineAsync(HttpContext context, FeedMessage message)
    {
        await context.Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.FeedMessage), (byte)'\n']);
        await context.Response.Body.FlushAsync();
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("dispatch.v1");
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                if (got.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
                    return;
                }

                await socket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, context.RequestAborted);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
        }
    }

    private async Task<TokenValidationResult> ValidateAsync(string token)
    {
        var keys = new JsonWebKeySet(await File.ReadAllTextAsync(_data.ServerPublicKeys));
        return await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = CapabilityToken.Issuer,
            AudienceValidator = static (audiences, _, _) => audiences.All(audience => audience.StartsWith("runner:e_", StringComparison.Ordinal)),
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.GetSigningKeys(),
            // The server under test may live by a clock of the test's own.
            ValidateLifetime = false,
        });
    }
}

internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, TokenValidationResult Token);
