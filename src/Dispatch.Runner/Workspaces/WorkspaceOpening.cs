using System.Text.Json;
using Dispatch.Loops;
using Dispatch.Protocol;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Dispatch.Runner.Terminals.Storage;

namespace Dispatch.Runner.Workspaces;

/// <summary>Opens a workspace's log, and says whether its positions still mean what they meant.</summary>
internal sealed partial class WorkspaceOpening(
    RunnerOptions options, TimeProvider time, SessionFaults faults, BackgroundLoops loops, ILogger<ScreenCache> screens, ILogger<Workspace> logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _boot = ThisProcess.BootId();

    public string Environment => options.Environment;

    public DataFolder Data => options.Data;

    /// <param name="id">The workspace.</param>
    /// <param name="made">What a new one is called and where it is; null for one that is there.</param>
    /// <param name="facts">Of all workspaces.</param>
    /// <param name="presence">Of all workspaces.</param>
    /// <exception cref="LogFaultException">The log can't be opened.</exception>
    public Workspace Open(string id, WorkspaceRecord? made, FactCounter facts, FactCounter presence)
    {
        var limits = options.Limits;
        var path = Data.WorkspaceLog(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, OwnerOnly);
        var log = EventLog.Open(path, time, limits.OutputBytes, limits.HotOutputBytes);
        try
        {
            Judge(log);
            if (made is not null)
            {
                log.Meta.Workspace = made.ToText();
            }

            var record = made ?? Read(log, id);
            return new Workspace(
                id, record, options.Environment, log, new LogReaders(path, new SegmentReader(log.SegmentFiles, logger)), new Durability(log, loops, logger))
            {
                Screens = new ScreenCache(Path.Combine(Path.GetDirectoryName(path)!, "screens.db"), () => log.Epoch, screens),
                Faults = faults,
                Time = time,
                Facts = new FactCounter(facts),
                Presence = new FactCounter(presence),
            };
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    private static WorkspaceRecord Read(EventLog log, string id)
    {
        try
        {
            return WorkspaceRecord.Read(log.Meta.Workspace) ?? WorkspaceRecord.Unnamed(id);
        }
        catch (JsonException)
        {
            // Its sessions are worth more than its name, which can be given again.
            return WorkspaceRecord.Unnamed(id);
        }
    }

    private void Judge(EventLog log)
    {
        var (path, meta) = (log.Path, log.Meta);
        var witness = new LogWitness(path);
        if (!witness.Confirms(meta, out var epochSeen))
        {
            log.AdvanceEpoch(epochSeen);
            LogPutBack(logger, path, log.Epoch);
        }
        // A process crash loses nothing that was committed; a machine that went down without closing the log may have cut its tail.
        else if (meta.Boot is { } last && last != _boot && !meta.ClosedInOrder)
        {
            log.AdvanceEpoch();
            LogUnclean(logger, path, log.Epoch);
        }

        witness.Stamp(meta);
        meta.Boot = _boot;
        meta.ClosedInOrder = false;
    }

    [LoggerMessage(EventId = 131, Level = LogLevel.Warning, Message = "The log {Path} is not the one that was open last, but a copy put back: its epoch is now {Epoch}")]
    private static partial void LogPutBack(ILogger logger, string path, int epoch);

    [LoggerMessage(EventId = 130, Level = LogLevel.Warning, Message = "The machine went down while the log {Path} was open: its epoch is now {Epoch}")]
    private static partial void LogUnclean(ILogger logger, string path, int epoch);
}
