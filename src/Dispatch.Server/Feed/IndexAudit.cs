using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Feed;

/// <summary>
/// Holds the index against the runner's own list once a feed has caught up. A log that lost its end in a power cut, or was replaced, is
/// behind the cursor: what it tells next would be taken for old. Then the index of that workspace is dropped and read again.
/// </summary>
internal sealed partial class IndexAudit(
    RunnerClient runner, SessionIndexStore index, LiveHub hub, Foundation foundation, ILogger<IndexAudit> logger)
{
    /// <returns>Whether anything was dropped.</returns>
    public async Task<bool> ForgetWhatDiffersAsync(RunnerStatus status, CancellationToken cancellation)
    {
        var indexed = (await index.ListAsync(foundation.Environment, cancellation)).ToLookup(session => session.Workspace);
        var read = (await index.CursorAsync(foundation.Environment, cancellation)).Select(position => position.Workspace).ToHashSet();
        var forgot = false;
        foreach (var workspace in status.Workspaces)
        {
            if (read.Contains(workspace.Id)
                && await runner.SessionsAsync(workspace.Id, cancellation) is { } listed && !Agree(indexed[workspace.Id], listed.Items))
            {
                LogDiffers(logger, workspace.Id);
                await index.ForgetAsync(foundation.Environment, workspace.Id, cancellation);
                forgot = true;
            }
        }

        if (forgot)
        {
            hub.Publish(new StreamSessions(await index.ListAsync(foundation.Environment, cancellation)));
        }

        return forgot;
    }

    /// <summary>An empty list agrees with nothing: a log that is new looks like one from which all was removed. Reading it again costs nothing.</summary>
    internal static bool Agree(IEnumerable<SessionInfo> indexed, IReadOnlyList<SessionInfo> listed) =>
        listed.Count > 0 && listed.Select(Essence).ToHashSet().SetEquals(indexed.Select(Essence));

    private static (string, string, SessionState, int, int) Essence(SessionInfo session) =>
        (session.Id, session.Name, session.State, session.Restarts, session.Epoch);

    [LoggerMessage(1, LogLevel.Warning, "The session index of workspace {Workspace} differs from its runner's list and is read again")]
    private static partial void LogDiffers(ILogger logger, string workspace);
}
