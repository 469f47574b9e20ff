using System.Collections.Concurrent;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dispatch.Cli.Mcp;

/// <summary>
/// Hands messages on between standard input and output and the server's <c>/mcp</c>, unseen: what there is to be done and who may is the
/// server's affair alone.
/// </summary>
internal sealed class McpBridge(ITransport server, McpLines agent) : IDisposable
{
    /// <summary>Messages that are being answered at a time; whoever sends more waits.</summary>
    private const int Most = 32;

    private const int InternalError = -32603;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _room = new(Most);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _asked = new(StringComparer.Ordinal);

    public static async Task RunAsync(ServerConnection connection, string path, CancellationToken cancellation)
    {
        using var http = new HttpClient(connection.Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(connection.Address, path),
            TransportMode = HttpTransportMode.StreamableHttp,

            // The server says nothing unasked.
            EnableStandaloneGetStream = false,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + connection.Key.Value },
        };
        await using var transport = new HttpClientTransport(options, http);
        await using var server = await transport.ConnectAsync(cancellation);
        using var bridge = new McpBridge(server, new McpLines(Console.OpenStandardInput(), Streams.Out));
        await bridge.RunAsync(cancellation);
    }

    public void Dispose() => _room.Dispose();

    private async Task RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answering = AnswerAsync(ending.Token);
        while (await agent.ReadAsync(cancellation) is { } message)
        {
            if (TakenBack(message) is { } request)
            {
                // The server knows a request by its connection alone: closed, it has nobody to answer.
                await TakeBackAsync(request);
                continue;
            }

            await _room.WaitAsync(cancellation);
            _ = SendAsync(message, ending.Token);
        }

        // Its input has ended: what it asked before is still answered.
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            patience.CancelAfter(LastWords);
            for (var left = 0; left < Most && !patience.IsCancellationRequested; left++)
            {
                await _room.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await ending.CancelAsync();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(JsonRpcMessage message, CancellationToken ending)
    {
        using var taken = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var id = (message as JsonRpcRequest)?.Id.ToString();
        if (id is not null)
        {
            _asked[id] = taken;
        }

        try
        {
            await server.SendMessageAsync(message, taken.Token);
        }
        catch (OperationCanceledException)
        {
            // Taken back, or the end: nobody waits for an answer.
        }
        catch (Exception e)
        {
            Refuse(message, SafeText.Line(e.Message));
        }
        finally
        {
            if (id is not null)
            {
                _asked.TryRemove(id, out _);
            }

            _room.Release();
        }
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        await foreach (var message in server.MessageReader.ReadAllAsync(cancellation))
        {
            agent.Write(message);
        }
    }

    /// <summary>A request is answered also when the server can't be reached: the agent goes on, and so does this, until it can.</summary>
    private void Refuse(JsonRpcMessage message, string cause)
    {
        Streams.Error.WriteLine($"dispatch: {cause}");
        if (message is JsonRpcRequest request)
        {
            var error = new JsonRpcErrorDetail { Code = InternalError, Message = $"The server of Dispatch doesn't answer ({cause.TrimEnd('.')}). See how it is: dispatch status" };
            agent.Write(new JsonRpcError { Id = request.Id, Error = error });
        }
    }

    private static async Task TakeBackAsync(CancellationTokenSource request)
    {
        try
        {
            await request.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It was answered in this moment.
        }
    }

    private CancellationTokenSource? TakenBack(JsonRpcMessage message) =>
        message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled && cancelled.Params?["requestId"]?.ToString() is { } id
            ? _asked.GetValueOrDefault(id)
            : null;
}
