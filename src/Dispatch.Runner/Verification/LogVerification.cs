using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Verification.Storage;

namespace Dispatch.Runner.Verification;

/// <summary>Walks a whole log and reports what is wrong in it. Changes nothing.</summary>
internal static class LogVerification
{
    /// <param name="workspace">The log's workspace.</param>
    /// <param name="path">The file that the report names.</param>
    /// <param name="readBy">See <see cref="LogReport.ReadBy"/>.</param>
    /// <param name="open">Opens the file that is read.</param>
    /// <param name="depth">How much is read.</param>
    /// <param name="walked">Told of each session when its end is reached; to compare it with what else is known of it.</param>
    /// <param name="cancellation">Ends it between two pages.</param>
    public static LogReport Run(
        string workspace, string path, string readBy, Func<LogWalk> open, LogDepth depth, Action<LogWalk, StoredSession, SessionWalk, Faults>? walked,
        CancellationToken cancellation)
    {
        var faults = new Faults();
        long sessions = 0, events = 0;
        try
        {
            using var log = open();
            foreach (var complaint in log.Complaints(depth == LogDepth.Indexes))
            {
                faults.Damaged(complaint.TrimEnd('.'));
            }

            var names = log.Names();
            foreach (var session in depth == LogDepth.Pages ? [] : log.Sessions())
            {
                var walk = new SessionWalk(session, workspace, names, faults);
                for (long before = -1; before < walk.Seq;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    before = walk.Seq;
                    events += log.Page(session, walk);
                }

                sessions += session.Removed ? 0 : 1;
                walked?.Invoke(log, session, walk, faults);
            }

            foreach (var row in depth == LogDepth.Pages ? [] : log.Orphans())
            {
                faults.Orphan(row);
            }
        }
        catch (LogFaultException e)
        {
            faults.Unusable(e.Message);
        }
        catch (System.Data.Common.DbException e)
        {
            faults.Damaged(e.Message.TrimEnd('.'));
        }

        return new LogReport(workspace, path, readBy, sessions, events, faults.List, faults.More);
    }
}

internal enum LogDepth
{
    /// <summary>That the file's pages hang together.</summary>
    Pages,

    /// <summary>Every event too.</summary>
    Events,

    /// <summary>And that its indexes fit its tables.</summary>
    Indexes,
}
