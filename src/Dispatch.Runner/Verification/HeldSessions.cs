using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Verification.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Verification;

/// <summary>Compares what the running runner holds of a session with what its log says.</summary>
internal static class HeldSessions
{
    public static void Compare(Workspace workspace, SessionRegistry registry, LogWalk log, StoredSession stored, SessionWalk walk, Faults faults)
    {
        if (registry.Find(workspace.Id, stored.PublicId) is not { } session)
        {
            return;
        }

        // The last few events under the log's lock: nothing is committed between reading them and looking at what is held.
        workspace.Log.Exclusively(() =>
        {
            for (long before = -1; before < walk.Seq; log.Page(stored, walk))
            {
                before = walk.Seq;
            }

            if (walk.Folded && session.Log.LastSeq != walk.Seq)
            {
                faults.Differs(stored.PublicId, walk.Seq, $"the last position {session.Log.LastSeq}", walk.Seq.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (walk.Folded && (Text(session.Info, session.Info), Text(walk.Info, session.Info)) is var (held, rebuilt) && held != rebuilt)
            {
                faults.Differs(stored.PublicId, walk.Seq, held, rebuilt);
            }
        });
    }

    /// <summary>The epoch in force is the log's, not the session's.</summary>
    private static string Text(SessionInfo info, SessionInfo place) =>
        JsonSerializer.Serialize(info with { Epoch = place.Epoch, Seq = place.Seq }, Wire.Default.SessionInfo);
}
