using Dispatch.Server.Identity;

namespace Dispatch.Server.Access;

/// <summary>
/// The open connections of this server that outlive their request's check, by who opened them. A token opens; it doesn't keep open:
/// whatever takes the access away cuts them.
/// </summary>
internal sealed class LiveConnections
{
    private readonly Lock _lock = new();
    private readonly HashSet<LiveConnection> _open = [];
    private bool _ended;
    private long _cut;

    /// <summary>How many were cut since the start.</summary>
    public long CutSoFar => Interlocked.Read(ref _cut);

    /// <param name="caller">Who opened it.</param>
    /// <param name="cut">Ends it; called at most once, perhaps before this returns or while the result is being disposed of.</param>
    public IDisposable Add(Caller caller, Action cut)
    {
        var connection = new LiveConnection(this, caller.Principal, caller.Device, caller.AccessVersion, cut);
        bool ended;
        lock (_lock)
        {
            _open.Add(connection);
            ended = _ended;
        }

        if (ended)
        {
            connection.TryCut();
        }

        return connection;
    }

    public IReadOnlyList<LiveConnection> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _open];
            }
        }
    }

    public void CutDevice(string device) => Cut(connection => connection.Device == device);

    public int CutAll() => Cut(static _ => true);

    /// <summary>Cuts all, and from now on whoever still comes: a client that was cut is back within a moment.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }

        CutAll();
    }

    public int Cut(Func<LiveConnection, bool> which)
    {
        var cut = 0;
        foreach (var connection in Open)
        {
            if (which(connection) && connection.TryCut())
            {
                cut++;
                Interlocked.Increment(ref _cut);
            }
        }

        return cut;
    }

    private bool Remove(LiveConnection connection)
    {
        lock (_lock)
        {
            return _open.Remove(connection);
        }
    }

    internal sealed class LiveConnection(LiveConnections owner, string principal, string? device, long accessVersion, Action cut) : IDisposable
    {
        public string Principal => principal;
        public string? Device => device;
        public long AccessVersion => accessVersion;

        public bool TryCut()
        {
            if (!owner.Remove(this))
            {
                return false;
            }

            try
            {
                cut();
            }
            catch (Exception e) when (e is ObjectDisposedException or AggregateException)
            {
                // It ended by itself in this moment; the others are still to be cut.
            }

            return true;
        }

        public void Dispose() => owner.Remove(this);
    }
}
