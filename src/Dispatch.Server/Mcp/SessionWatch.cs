using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Live;

namespace Dispatch.Server.Mcp;

/// <summary>Waits for something to become true of a session, by what the runner's feed tells.</summary>
internal sealed class SessionWatch(LiveHub hub, TimeProvider time)
{
    /// <param name="read">The session as the runner has it now.</param>
    /// <returns>The session as it is when it is reached, or when patience is over.</returns>
    public async Task<SessionInfo> UntilAsync(
        string session, Func<SessionInfo, bool> reached, TimeSpan patience, Func<CancellationToken, Task<SessionInfo>> read, CancellationToken cancellation)
    {
        // Before it is read: what happens in between is told.
        using var subscription = hub.Subscribe();
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var now = await read(cancellation);
        try
        {
            while (!reached(now))
            {
                now = await subscription.Waiting.ReadAsync(either.Token) switch
                {
                    StreamSession { Item: var item } when item.Id == session => item,
                    StreamRemoved { Id: var id } when id == session => throw new McpFailure(new Error(ErrorKind.NotFound, "session.not-found", $"The session {session} was removed meanwhile.")),
                    _ when subscription.TakeMissed() => await read(cancellation),
                    _ => now,
                };
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
        }

        return now;
    }
}
