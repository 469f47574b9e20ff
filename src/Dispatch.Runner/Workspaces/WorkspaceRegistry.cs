using System.Data.Common;
using System.Runtime.ExceptionServices;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Workspaces;

/// <summary>
/// The workspaces of this runner, each with its own log. Those that a log can be opened of are open for as long as the runner lives; one that
/// can't be opened is told of with the reason and keeps none of the others.
/// </summary>
internal sealed partial class WorkspaceRegistry : IAsyncDisposable
{
    private readonly WorkspaceOpening _opening;
    private readonly ILogger<WorkspaceRegistry> _logger;
    private readonly Lock _gate = new();

    // Replaced whole: whoever goes through them isn't disturbed.
    private volatile IReadOnlyList<Workspace> _all;
    private volatile IReadOnlyList<BrokenWorkspace> _broken = [];

    /// <exception cref="LogFaultException">No log at all can be opened: that of the home folder's workspace, which has to be there, says why.</exception>
    public WorkspaceRegistry(WorkspaceOpening opening, ILogger<WorkspaceRegistry> logger)
    {
        _opening = opening;
        _logger = logger;
        var all = new List<Workspace>();
        var broken = new List<(string Id, Exception Cause)>();
        foreach (var id in LogFolders.Of(opening.Data).Where(id => id != Workspace.Default).Prepend(Workspace.Default))
        {
            try
            {
                all.Add(opening.Open(id, null, Facts, Presence));
            }
            catch (Exception e) when (IsOfLog(e))
            {
                broken.Add((id, e));
            }
        }

        if (all.Count == 0)
        {
            ExceptionDispatchInfo.Throw(broken[0].Cause);
        }

        broken.ForEach(one => SetBroken(one.Id, one.Cause.Message));
        _all = Ordered(all);
    }

    /// <summary>Set by every committed fact of any workspace.</summary>
    public FactCounter Facts { get; } = new();

    /// <summary>Set when somebody comes to a session of any, goes, or begins to type.</summary>
    public FactCounter Presence { get; } = new();

    /// <summary>Set when there is another workspace, one less, or one is called or placed otherwise.</summary>
    public FactCounter Changes { get; } = new();

    /// <summary>Those that are open, one at the least: the home folder's, then the oldest first.</summary>
    public IReadOnlyList<Workspace> All => _all;

    public IReadOnlyList<BrokenWorkspace> Broken => _broken;

    public IReadOnlyList<WorkspaceInfo> Infos =>
    [
        .. _all.Select(workspace => workspace.Info),
        .. _broken.Select(broken => new WorkspaceInfo(broken.Id, broken.Id == Workspace.Default ? WorkspaceRecord.Home : broken.Id, _opening.Environment, "") { Broken = broken.Reason }),
    ];

    public Workspace? Find(string id) => _all.FirstOrDefault(workspace => workspace.Id == id);

    public BrokenWorkspace? FindBroken(string id) => _broken.FirstOrDefault(broken => broken.Id == id);

    /// <summary>Whether that went wrong with one log, and says nothing about the others.</summary>
    public static bool IsOfLog(Exception exception) =>
        exception is LogFaultException or DbException or IOException or UnauthorizedAccessException or InvalidDataException;

    /// <exception cref="LogFaultException">Its log can't be made.</exception>
    public Workspace Add(string id, WorkspaceRecord record)
    {
        var made = _opening.Open(id, record, Facts, Presence);
        lock (_gate)
        {
            _all = Ordered([.. _all, made]);
        }

        Announce();
        return made;
    }

    public void Change(Workspace workspace, Func<WorkspaceRecord, WorkspaceRecord> change)
    {
        lock (_gate)
        {
            workspace.Change(change(workspace.Record));
        }

        Announce();
    }

    /// <summary>Its log can be opened, and not be read.</summary>
    public async Task BreakAsync(Workspace workspace, Exception cause)
    {
        Take(workspace);
        SetBroken(workspace.Id, cause.Message);
        Announce();
        await CloseAsync(workspace);
    }

    /// <summary>It is gone for everyone from here on; whoever took it out disposes of it.</summary>
    public void Take(Workspace workspace)
    {
        lock (_gate)
        {
            _all = [.. _all.Where(other => other != workspace)];
        }

        Announce();
    }

    /// <summary>It is there again after all.</summary>
    public void Return(Workspace workspace)
    {
        lock (_gate)
        {
            _all = Ordered([.. _all, workspace]);
        }

        Announce();
    }

    public void Forget(BrokenWorkspace broken)
    {
        lock (_gate)
        {
            _broken = [.. _broken.Where(other => other != broken)];
        }

        Announce();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var workspace in _all)
        {
            await workspace.DisposeAsync();
        }
    }

    private void Announce()
    {
        Changes.Advance();
        Facts.Advance();
    }

    private void SetBroken(string id, string reason)
    {
        LogBroken(_logger, id, reason);
        lock (_gate)
        {
            _broken = [.. _broken, new BrokenWorkspace(id, reason)];
        }
    }

    private static async Task CloseAsync(Workspace workspace)
    {
        try
        {
            await workspace.DisposeAsync();
        }
        catch (Exception e) when (IsOfLog(e))
        {
            // It is told of already.
        }
    }

    private static Workspace[] Ordered(IEnumerable<Workspace> workspaces) =>
        [.. workspaces.OrderBy(workspace => workspace.Id != Workspace.Default).ThenBy(workspace => workspace.Info.CreatedAt).ThenBy(workspace => workspace.Id, StringComparer.Ordinal)];

    [LoggerMessage(EventId = 132, Level = LogLevel.Error, Message = "The workspace {Workspace} can't be opened, and the others are: {Cause}")]
    private static partial void LogBroken(ILogger logger, string workspace, string cause);
}

/// <param name="Id">Its id, and the name of its log's folder.</param>
/// <param name="Reason">Why it can't be opened, with what to do.</param>
internal sealed record BrokenWorkspace(string Id, string Reason);
