using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;

namespace Dispatch.Runner.Workspaces;

/// <summary>Opens a workspace's log, and says whether its positions still mean what they meant.</summary>
internal static partial class WorkspaceOpening
{
    public static Workspace Open(DataFolder data, string environment, Limits limits, string boot, TimeProvider time, SessionFaults faults, BackgroundLoops loops, ILogger<Workspace> logger)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = data.WorkspaceLog(Workspace.Default);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var log = EventLog.Open(path, time, limits.OutputBytes, limits.HotOutputBytes);
        var meta = log.Meta;
        var witness = new LogWitness(path);
        if (!witness.Confirms(meta, out var epochSeen))
        {
            log.AdvanceEpoch(epochSeen);
            LogPutBack(logger, path, log.Epoch);
        }
        // A process crash loses nothing that was committed; a machine that went down without closing the log may have cut its tail.
        else if (meta.Boot is { } last && last != boot && !meta.ClosedInOrder)
        {
            log.AdvanceEpoch();
            LogUnclean(logger, path, log.Epoch);
        }

        witness.Stamp(meta);
        meta.Boot = boot;
        meta.ClosedInOrder = false;
        return new Workspace(
            new WorkspaceInfo(Workspace.Default, "Home", environment, home), log,
            new LogReaders(path, new SegmentReader(log.SegmentFiles, logger)), new Durability(log, loops, logger))
        {
            Faults = faults,
            Time = time,
        };
    }

    [LoggerMessage(EventId = 131, Level = LogLevel.Warning, Message = "The log {Path} is not the one that was open last, but a copy put back: its epoch is now {Epoch}")]
    private static partial void LogPutBack(ILogger logger, string path, int epoch);

    [LoggerMessage(EventId = 130, Level = LogLevel.Warning, Message = "The machine went down while the log {Path} was open: its epoch is now {Epoch}")]
    private static partial void LogUnclean(ILogger logger, string path, int epoch);
}
