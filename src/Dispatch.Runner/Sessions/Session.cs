using System.Collections.Immutable;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Terminals.Screens;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// A session: its log's place, its projection, its last events, and who is attached. Independent of how it is reached. The log is the
/// only truth; everything here follows from it.
/// </summary>
internal sealed class Session
{
    private readonly Lock _clientsGate = new();
    private SessionInfo _info;
    private ImmutableArray<SessionClient> _clients = [];
    private ProcessInput? _input;
    private long _applied;
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Session(Workspace workspace, SessionLog log, SessionInfo info, SessionCreated created, ISessionDriver driver, SizeHistory sizes)
    {
        Workspace = workspace;
        Log = log;
        _applied = LoadedThrough = log.LastSeq;
        _info = info;
        Created = created;
        Driver = driver;
        Sizes = sizes;
        Typing = new Typing(this, workspace.Time);
        driver.Join(this);
    }

    public Workspace Workspace { get; }

    public EventLog Events => Workspace.Log;

    public SessionLog Log { get; }

    /// <summary>What it was made with: a restart uses it again.</summary>
    public SessionCreated Created { get; }

    public Tail Tail { get; } = new();

    public ISessionDriver Driver { get; }

    public SizeHistory Sizes { get; }

    /// <summary>The last commands that came over HTTP, as an attached client's own are with its input.</summary>
    public AnsweredCommands Commands { get; } = new();

    /// <summary>Who types, and the size that follows from it.</summary>
    public Typing Typing { get; }

    /// <summary>Its screen; null for a kind that has none, and until the session is in the registry.</summary>
    public SessionScreen? Screen { get; set; }

    /// <summary>The last position that was in the log before this runner had the session.</summary>
    public long LoadedThrough { get; }

    /// <summary>The way to the present process.</summary>
    public ProcessInput? Input
    {
        get => Volatile.Read(ref _input);
        set => Volatile.Write(ref _input, value);
    }

    public string Id => Log.PublicId;

    public SessionInfo Info => _info with { Epoch = Events.Epoch, Seq = Log.LastSeq };

    public bool Alive => _info.State is SessionState.Starting or SessionState.Running;

    public ImmutableArray<SessionClient> Clients => _clients;

    /// <summary>The position up to which this object follows the log. The log itself may be an instant ahead.</summary>
    public long Applied => Volatile.Read(ref _applied);

    /// <summary>Completes when the present process has ended and all of it is in the log.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The process behind this input is no more. One that a restart put in its place meanwhile stays.</summary>
    public void Release(ProcessInput? input)
    {
        if (input is not null && Interlocked.CompareExchange(ref _input, null, input) == input)
        {
            Typing.Forget();
            Driver.Ended();
        }
    }

    /// <summary>Called by the log right after a commit, within its lock, in the order of positions.</summary>
    public void Committed(long seq, long time, int type, int principal, ReadOnlySpan<byte> payload)
    {
        try
        {
            Tail.Append(seq, time, type, principal, payload);
            if (type != EventLog.OutputType)
            {
                Apply(seq, time, type, principal, payload);
            }
        }
        catch (Exception e)
        {
            // The event is in the log whatever follows from it here, and the events of others that were committed with it have to be told too.
            Workspace.Faults.Note(this, e);
        }

        Volatile.Write(ref _applied, seq);
    }

    /// <summary>Tells everyone attached that there is something to send. Outside of every lock: their sending goes on in here.</summary>
    public void Wake()
    {
        foreach (var client in _clients)
        {
            client.Signal.Set();
        }
    }

    /// <summary>False when as many are attached as may be.</summary>
    public bool Attach(SessionClient client, int most)
    {
        lock (_clientsGate)
        {
            if (_clients.Length >= most)
            {
                return false;
            }

            _clients = _clients.Add(client);
        }

        Typing.Attached(client);
        Workspace.Presence.Advance();
        return true;
    }

    /// <summary>Whether somebody sees what the client shows.</summary>
    public void Looks(SessionClient client, bool on)
    {
        if (client.Looks != on)
        {
            client.Looks = on;
            Workspace.Presence.Advance();
        }
    }

    public void Detach(SessionClient client)
    {
        lock (_clientsGate)
        {
            _clients = _clients.Remove(client);
        }

        Typing.Detached(client);
        Workspace.Presence.Advance();
    }

    private void Apply(long seq, long time, int type, int principal, ReadOnlySpan<byte> payload)
    {
        var name = Events.Names.Name(type);
        _info = SessionProjection.Apply(_info, name, Events.Names.Name(principal), LogTime.ToMoment(time), payload);
        Sizes.Add(seq, _info.Cols, _info.Rows);
        Driver.Committed(name, payload);
        if (name.EndsWith(ProcessDriver.SnapshotSuffix, StringComparison.Ordinal))
        {
            Log.SnapshotSeq = seq;
        }

        if (!Alive)
        {
            _ended.TrySetResult();
        }
        else if (_ended.Task.IsCompleted)
        {
            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
