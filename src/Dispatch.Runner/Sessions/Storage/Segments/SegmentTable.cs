using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>The rows of segments. Whoever has the log's lock uses it.</summary>
internal sealed class SegmentTable(SqliteConnection connection) : IDisposable
{
    public const string Columns = "after_seq, first_seq, last_seq, events, output_bytes, stored_bytes, time, hash";

    private readonly Statement _insert = new(connection, $"""
        INSERT INTO segments (session, {Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        """);

    private readonly Statement _all = new(connection, $"SELECT {Columns} FROM segments WHERE session = ?1 ORDER BY first_seq");
    private readonly Statement _last = new(connection, $"SELECT {Columns} FROM segments WHERE session = ?1 ORDER BY first_seq DESC LIMIT 1");
    private readonly Statement _drop = new(connection, "DELETE FROM segments WHERE session = ?1 AND first_seq <= ?2");
    private readonly Statement _sum = new(connection, """
        SELECT count(*), min(after_seq), sum(stored_bytes), sum(output_bytes) FROM segments WHERE session = ?1
        """);

    public void Insert(long session, SegmentRow row) =>
        _insert.Bind(1, session).Bind(2, row.After).Bind(3, row.First).Bind(4, row.Last).Bind(5, row.Events).Bind(6, row.OutputBytes).Bind(7, row.StoredBytes)
            .Bind(8, row.Time).Bind(9, row.Hash).Run();

    /// <summary>Forgets those whose first position is at or before this one.</summary>
    public void Drop(long session, long first) => _drop.Bind(1, session).Bind(2, first).Run();

    public IReadOnlyList<SegmentRow> Of(long session)
    {
        var rows = new List<SegmentRow>();
        for (_all.Bind(1, session); _all.Step();)
        {
            rows.Add(Row(_all));
        }

        return rows;
    }

    public SegmentRow? Last(long session)
    {
        var row = _last.Bind(1, session).Step() ? Row(_last) : null;
        _last.Reset();
        return row;
    }

    /// <summary>Lets the session know what it has.</summary>
    public void Count(SessionLog log)
    {
        _sum.Bind(1, log.Row).Step();
        log.PrunedThrough = _sum.Integer(0) > 0 ? _sum.Integer(1) : log.HotAfter;
        log.SealedStored = _sum.Integer(2);
        log.SealedOutput = _sum.Integer(3);
        _sum.Reset();
    }

    public static SegmentRow Row(Statement at) => new(
        at.Integer(0), at.Integer(1), at.Integer(2), (int)at.Integer(3), at.Integer(4), at.Integer(5), at.Integer(6), at.Blob(7).ToArray());

    /// <summary>Ready for the next use, after an error.</summary>
    public void Reset()
    {
        _insert.Reset();
        _drop.Reset();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _insert, _all, _last, _drop, _sum })
        {
            statement.Dispose();
        }
    }
}
