using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Files.Watching;

/// <summary>One client that is told of changes, until it goes.</summary>
internal sealed class WatchConnection(WebSocket socket, string workspaceFolder, Inotify inotify, TimeProvider time)
{
    private const int LargestMessage = 1 << 20;

    // What comes in a bunch (a save is four events, a checkout thousands) is told as one.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    // By then git is asked anew, and not told from memory.
    private static readonly TimeSpan ForGit = TimeSpan.FromMilliseconds(900);

    private readonly Pending _pending = new();
    private Task _askingGit = Task.CompletedTask;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var set = new WatchedSet(workspaceFolder, inotify, _pending);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = SendAsync(set, ending.Token);
        try
        {
            await ReceiveAsync(set, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReceiveAsync(WatchedSet set, CancellationToken cancellation)
    {
        var buffer = new byte[LargestMessage];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
                    return;
                }

                if (length == buffer.Length)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "A message has at most 1 MiB.", cancellation);
                    return;
                }
            }
            while (!part.EndOfMessage);

            if (Apply(set, buffer.AsSpan(0, length)) is { } fault)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, fault.Length > 120 ? fault[..120] : fault, cancellation);
                return;
            }
        }
    }

    private static string? Apply(WatchedSet set, ReadOnlySpan<byte> message)
    {
        try
        {
            switch (JsonSerializer.Deserialize(message, Wire.Default.ToWatch))
            {
                case WatchFolders { Folders.Count: <= WatchProtocol.MostWatched } watch:
                    set.SetFolders(watch.Folders.Select(path => FilePath.Parse(path).Text).ToList());
                    return null;
                case WatchFiles { Paths.Count: <= WatchProtocol.MostWatched } watch:
                    set.SetFiles(watch.Paths.Select(FilePath.Parse).Where(path => !path.IsRoot).Select(path => path.Text).ToList());
                    return null;
                default:
                    return $"At most {WatchProtocol.MostWatched} folders and files are watched.";
            }
        }
        catch (Exception e) when (e is JsonException or FileFaultException)
        {
            return e.Message;
        }
    }

    private async Task SendAsync(WatchedSet set, CancellationToken cancellation)
    {
        var told = false;
        while (true)
        {
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var next = Task.Delay(BetweenLooks, time, look.Token);
            var some = _pending.Some.IsCompleted ? Task.Delay(Later, time, look.Token) : _pending.Some;
            var first = await Task.WhenAny(_pending.Soon, some, next);
            await look.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            if (first == next)
            {
                set.Look();
            }
            else if (first == _pending.Soon || _pending.Soon.IsCompleted)
            {
                await Task.Delay(Gathering, time, cancellation);
            }
            else if (first == _pending.Some)
            {
                // Only something that may wait: the next round does, for as long as nothing else comes.
                continue;
            }

            if (set.Limited is { } reason && !told)
            {
                told = true;
                await SendAsync(new WatchLimited(reason), cancellation);
            }

            if (_pending.Take() is { } message)
            {
                if (message is WatchOverflow)
                {
                    // Before it is told: what happens while everything is read anew is seen.
                    set.WatchAnew();
                }

                await SendAsync(message, cancellation);
                if (message is FilesChanged { Git: null } && set.InRepository && _askingGit.IsCompleted)
                {
                    _askingGit = TellGitAsync(cancellation);
                }
            }
        }
    }

    private async Task TellGitAsync(CancellationToken cancellation)
    {
        await Task.Delay(ForGit, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pending.Git();
    }

    private async Task SendAsync(FromWatch message, CancellationToken cancellation) => await socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.FromWatch), WebSocketMessageType.Text, endOfMessage: true, cancellation);
}
