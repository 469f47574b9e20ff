using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals.Storage;

namespace Dispatch.Runner.Workspaces;

/// <summary>A workspace of this runner: a folder, and the log of its sessions. An endpoint that has one as a parameter gets the one that its path names.</summary>
internal sealed class Workspace(string id, WorkspaceRecord record, string environment, EventLog log, LogReaders readers, Durability durability) : IAsyncDisposable
{
    /// <summary>The one that is always there: the account's home folder.</summary>
    public const string Default = "default";

    private volatile WorkspaceRecord _record = record;
    private volatile WorkspaceInfo _info = record.ToInfo(id, environment);

    public WorkspaceInfo Info => _info;

    public WorkspaceRecord Record => _record;

    /// <summary>Variables that are in this memory alone (<see cref="Variables.SecretVariables"/>).</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; set; } = new Dictionary<string, string>();

    public string Id { get; } = id;

    public EventLog Log { get; } = log;

    public LogReaders Readers { get; } = readers;

    /// <summary>The standing answers to what its agents ask.</summary>
    public RuleBook AgentRules { get; } = new(log);

    public Durability Durability { get; } = durability;

    /// <summary>Its sessions' screens, kept beside the log.</summary>
    public required ScreenCache Screens { get; init; }

    /// <summary>What went wrong with one session and must not touch the others.</summary>
    public required SessionFaults Faults { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Set by every committed fact; the feed waits on it.</summary>
    public required FactCounter Facts { get; init; }

    /// <summary>Set when somebody comes to a session, goes, or begins to type.</summary>
    public required FactCounter Presence { get; init; }

    /// <summary>What came from the keeper for its log and isn't committed yet. For the keeper's one thread alone.</summary>
    public Batch Incoming { get; } = new();

    /// <summary>Closed for good: its sessions are gone, and nothing is read of it any more.</summary>
    public bool Closed { get; private set; }

    /// <summary>Found by the request's path; that there is one was seen to before (<see cref="WorkspaceGate"/>).</summary>
    public static ValueTask<Workspace> BindAsync(HttpContext http) => ValueTask.FromResult(WorkspaceGate.Of(http));

    /// <summary>Keeps what a person made of it, in its log.</summary>
    public void Change(WorkspaceRecord record)
    {
        Log.Keep(() => Log.Meta.Workspace = record.ToText());
        _info = record.ToInfo(Id, environment);
        _record = record;
    }

    public async ValueTask DisposeAsync()
    {
        Closed = true;
        await Durability.FlushAsync();
        Log.Meta.ClosedInOrder = true;
        await Durability.DisposeAsync();
        Screens.Dispose();
        Readers.Dispose();
        Log.Dispose();
    }
}
