using System.Buffers;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Server.Forwarding;

/// <summary>
/// Joins a client's WebSocket to the runner's, byte for byte and frames unseen. Both streams write through to their sockets, so a
/// keystroke waits for nothing here; neither direction allocates per chunk.
/// </summary>
internal sealed class WebSocketSplice(LiveConnections connections)
{
    private const int InputBuffer = 16 * 1024;
    private const int OutputBuffer = 64 * 1024;

    private static readonly string[] AnswerHeaders = ["Sec-WebSocket-Accept", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];

    public async Task RunAsync(HttpContext context, HttpResponseMessage response)
    {
        foreach (var name in AnswerHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values))
            {
                context.Response.Headers[name] = values.ToString();
            }
        }

        context.Response.Headers.Upgrade = "websocket";
        var cut = new CancellationTokenSource();
        await using var runner = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await using var client = await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
        using var registered = connections.Add(context.Caller(), () =>
        {
            cut.Cancel();
            context.Abort();
        });
        using var aborted = context.RequestAborted.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), cut);

        var toRunner = CopyAsync(client, runner, InputBuffer, cut.Token);
        var toClient = CopyAsync(runner, client, OutputBuffer, cut.Token);
        await Task.WhenAny(toRunner, toClient);
        await cut.CancelAsync();
        await Task.WhenAll(toRunner, toClient);
    }

    private static async Task CopyAsync(Stream from, Stream to, int size, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            int read;
            while ((read = await from.ReadAsync(buffer.AsMemory(0, size), cancellation)) > 0)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side went away or was cut: the other follows.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
