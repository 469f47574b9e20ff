using System.Runtime.InteropServices;
using System.Threading.Channels;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>
/// The append-only log of one workspace: one writer, and whatever comes together in one commit. What a commit holds becomes visible
/// (<see cref="Session.Committed"/>) only after it, inside the same lock, so positions are seen in their order.
/// </summary>
internal sealed partial class EventLog : IDisposable
{
    /// <summary>The type of <see cref="EventTypes.TerminalOutput"/> in the file.</summary>
    public const int OutputType = 1;

    /// <summary>What an event is counted as beyond its payload: a row, its index entry and its share of a page.</summary>
    public const int EventCost = 64;

    // The write-ahead log takes whole pages, however little changed on them: those of the tables' heads and of each event's neighbours.
    private const long PageSize = 4096;
    private const int PagesOfCommit = 3;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly long _outputCap, _hotCap;
    private readonly Channel<SessionLog> _crowded = Channel.CreateUnbounded<SessionLog>(new() { SingleReader = true });
    private readonly Statement _begin, _commit, _rollback, _insert, _move;
    private readonly OutputCap _cap;
    private readonly SegmentTable _segments;
    private long _position;

    private EventLog(string path, SqliteConnection connection, TimeProvider time, long outputCap, long hotCap)
    {
        Path = path;
        _connection = connection;
        _time = time;
        _outputCap = outputCap;
        _hotCap = hotCap;
        SegmentFiles = SegmentFolder.Beside(path);
        Names = new LogNames(connection);
        Meta = new LogMeta(connection);
        _begin = new Statement(connection, "BEGIN IMMEDIATE");
        _commit = new Statement(connection, "COMMIT");
        _rollback = new Statement(connection, "ROLLBACK");
        _insert = new Statement(connection, """
            INSERT INTO events (position, session, seq, epoch, time, type, principal, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """);
        _move = new Statement(connection, "INSERT OR REPLACE INTO sources (session, stream, process, offset) VALUES (?1, ?2, ?3, ?4)");
        _cap = new OutputCap(connection);
        _segments = new SegmentTable(connection);
        using var last = new Statement(connection, "SELECT coalesce(max(position), 0) FROM events");
        last.Step();
        _position = last.Integer(0);
        last.Reset();
        Epoch = Meta.Epoch;
    }

    public string Path { get; }

    public LogNames Names { get; }

    public LogMeta Meta { get; }

    /// <summary>Positions of another epoch mean nothing in this one.</summary>
    public int Epoch { get; private set; }

    /// <summary>How many events were committed since the log was opened.</summary>
    public long Committed { get; private set; }

    public SegmentFolder SegmentFiles { get; }

    /// <summary>Bytes written since the last checkpoint; whoever makes one resets them.</summary>
    public long Uncheckpointed { get; set; }

    /// <param name="path">The file.</param>
    /// <param name="time">Tells when things happen.</param>
    /// <param name="outputCap">What a session's output may cost among the events; beyond it the oldest is dropped with the next commit.</param>
    /// <param name="hotCap">What it may cost until it has to be sealed.</param>
    public static EventLog Open(string path, TimeProvider time, long outputCap, long hotCap)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            connection.Open();
            LogSchema.Prepare(connection, path);
            return new EventLog(path, connection, time, outputCap, hotCap);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new LogFaultException(
                $"The log {path} can't be opened: {e.Message} Put back a copy of it, or move it away to start with an empty one.", e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Positions start to mean something new. Everyone attached has to begin afresh.</summary>
    public void AdvanceEpoch(int beyond = 0)
    {
        lock (_gate)
        {
            Epoch = Math.Max(Epoch, beyond) + 1;
            Meta.Epoch = Epoch;
        }
    }

    /// <summary>Makes a session's row, within the lock that its first events are committed under.</summary>
    public SessionLog AddSession(string publicId)
    {
        lock (_gate)
        {
            try
            {
                using var insert = new Statement(_connection, "INSERT INTO sessions (public_id) VALUES (?1) RETURNING id");
                insert.Bind(1, publicId);
                insert.Step();
                var row = insert.Integer(0);
                insert.Run();
                return new SessionLog(row, publicId) { HotCounted = true };
            }
            catch (SqliteException e)
            {
                throw Full(e);
            }
        }
    }

    /// <summary>The id of a session by its row; also of one that was removed.</summary>
    public string? PublicId(long row)
    {
        lock (_gate)
        {
            using var find = new Statement(_connection, "SELECT public_id FROM sessions WHERE id = ?1");
            var id = find.Bind(1, row).Step() ? find.Text(0) : null;
            find.Reset();
            return id;
        }
    }

    /// <summary>Commits the batch and makes it visible. On an error nothing of it is in the log, and the batch can be tried again.</summary>
    /// <exception cref="LogFaultException">The disk is full or failing.</exception>
    public void Commit(Batch batch)
    {
        lock (_gate)
        {
            Write(batch);
            foreach (ref readonly var move in CollectionsMarshal.AsSpan(batch.Moves))
            {
                move.Session.Log.Process = move.Process;
                move.Session.Log.Offsets[move.Stream] = move.Offset;
                KeepWithinCap(move.Session.Log);
            }

            if (batch.Moves.Count == 0)
            {
                foreach (ref readonly var entry in CollectionsMarshal.AsSpan(batch.Entries))
                {
                    // Output that no process wrote just now: of an imported recording.
                    KeepWithinCap(entry.Session.Log);
                }
            }

            Committed += batch.Entries.Count;
            Uncheckpointed += batch.Bytes + ((batch.Entries.Count + PagesOfCommit) * PageSize);
        }
    }

    /// <summary>A fact by itself.</summary>
    public void Append(Session session, int type, int principal, ReadOnlySpan<byte> payload)
    {
        var batch = new Batch();
        batch.Add(session, type, principal, payload);
        Commit(batch);
        session.Wake();
    }

    /// <summary>Drops a session's past, but for the fact that it was removed.</summary>
    public void Remove(Session session, int removedType, int principal)
    {
        lock (_gate)
        {
            try
            {
                LogSchema.Execute(_connection, $"""
                    BEGIN IMMEDIATE;
                    DELETE FROM events WHERE session = {session.Log.Row};
                    DELETE FROM sources WHERE session = {session.Log.Row};
                    DELETE FROM segments WHERE session = {session.Log.Row};
                    UPDATE sessions SET removed = 1 WHERE id = {session.Log.Row};
                    COMMIT;
                    """);
            }
            catch (SqliteException e)
            {
                Rollback();
                throw Full(e);
            }

            session.Log.HotCost = session.Log.SealedStored = session.Log.SealedOutput = 0;
            session.Log.PrunedThrough = session.Log.HotAfter = session.Log.LastSeq;
        }

        Append(session, removedType, principal, default);
        DeleteSegmentFiles(session.Log);
        GiveBackSpace();
    }

    /// <summary>Runs something that must not meet a commit.</summary>
    public void Exclusively(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    /// <summary>Changes what the log knows beside its events (<see cref="Meta"/>).</summary>
    /// <exception cref="LogFaultException">The disk is full or failing.</exception>
    public void Keep(Action change)
    {
        lock (_gate)
        {
            try
            {
                change();
            }
            catch (SqliteException e)
            {
                throw Full(e);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _crowded.Writer.TryComplete();
            _cap.Dispose();
            _segments.Dispose();
            foreach (var statement in new[] { _begin, _commit, _rollback, _insert, _move })
            {
                statement.Dispose();
            }

            Names.Dispose();
            Meta.Dispose();
            _connection.Dispose();
        }
    }

    private void Write(Batch batch)
    {
        var now = LogTime.Now(_time);
        var entries = CollectionsMarshal.AsSpan(batch.Entries);
        var moves = CollectionsMarshal.AsSpan(batch.Moves);
        foreach (ref var entry in entries)
        {
            entry.Seq = ++entry.Session.Log.LastSeq;
        }

        try
        {
            _begin.Run();
            var position = _position;
            foreach (ref readonly var entry in entries)
            {
                _insert.Bind(1, ++position).Bind(2, entry.Session.Log.Row).Bind(3, entry.Seq).Bind(4, Epoch).Bind(5, entry.Time ?? now)
                    .Bind(6, entry.Type).Bind(7, entry.Principal).Bind(8, batch.Payload(entry)).Run();
            }

            Span<byte> process = stackalloc byte[16];
            foreach (ref readonly var move in moves)
            {
                move.Process.TryWriteBytes(process);
                _move.Bind(1, move.Session.Log.Row).Bind(2, move.Stream).Bind(3, process).Bind(4, move.Offset).Run();
            }

            _commit.Run();
            _position = position;
        }
        catch (SqliteException e)
        {
            foreach (ref readonly var entry in entries)
            {
                entry.Session.Log.LastSeq--;
            }

            Rollback();
            throw Full(e);
        }

        foreach (ref readonly var entry in entries)
        {
            if (entry.Type == OutputType)
            {
                entry.Session.Log.HotCost += entry.Length + EventCost;
            }

            entry.Session.Committed(entry.Seq, entry.Time ?? now, entry.Type, entry.Principal, batch.Payload(entry));
        }
    }

    private LogFaultException Full(SqliteException e) => new($"The log {Path} takes no more: {e.Message} Make room on its disk.", e);

    // Little by little, so that nobody's echo waits for it.
    private void GiveBackSpace()
    {
        const int pages = 256;
        for (long before = long.MaxValue, free = 0; ; before = free)
        {
            lock (_gate)
            {
                using var count = new Statement(_connection, "PRAGMA freelist_count");
                count.Step();
                free = count.Integer(0);
                count.Reset();
                if (free == 0 || free >= before)
                {
                    return;
                }

                // It frees a page with every step.
                using var vacuum = new Statement(_connection, $"PRAGMA incremental_vacuum({pages})");
                vacuum.Run();
            }
        }
    }

    private void Rollback()
    {
        _insert.Reset();
        _move.Reset();
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
        {
            _rollback.Run();
        }
    }
}
