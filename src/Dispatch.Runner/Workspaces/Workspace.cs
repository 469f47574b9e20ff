using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Workspaces;

/// <summary>A workspace of this runner: a folder, and the log of its sessions.</summary>
internal sealed class Workspace(WorkspaceInfo info, EventLog log, LogReaders readers, Durability durability) : IAsyncDisposable
{
    /// <summary>The one workspace until they can be made: the account's home folder.</summary>
    public const string Default = "default";

    public WorkspaceInfo Info { get; } = info;

    public string Id => Info.Id;

    public EventLog Log { get; } = log;

    public LogReaders Readers { get; } = readers;

    public Durability Durability { get; } = durability;

    /// <summary>What went wrong with one session and must not touch the others.</summary>
    public required SessionFaults Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Set by every committed fact; the feed waits on it.</summary>
    public FactCounter Facts { get; } = new();

    /// <summary>Set when somebody comes to a session, goes, or begins to type.</summary>
    public FactCounter Presence { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await Durability.FlushAsync();
        Log.Meta.ClosedInOrder = true;
        await Durability.DisposeAsync();
        Readers.Dispose();
        Log.Dispose();
    }
}
