using Dapper;
using Dispatch.Protocol.Server;

namespace Dispatch.Server.Storage;

/// <summary>What people said of Dispatch.</summary>
internal sealed class OpinionStore(IDatabase database)
{
    /// <summary>The newest that are kept of everybody's: enough for years.</summary>
    public const int Most = 10_000;

    /// <summary>And of one person's: who presses all day must not push out what others said.</summary>
    public const int MostOfOne = 200;

    public async Task AddAsync(string principal, bool good, string? note, long now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            """
            INSERT INTO opinions (principal_id, said_at, is_good, note) VALUES (@principal, @now, @good, @note);
            DELETE FROM opinions WHERE principal_id = @principal
                AND id <= (SELECT id FROM opinions WHERE principal_id = @principal ORDER BY id DESC LIMIT 1 OFFSET @MostOfOne);
            DELETE FROM opinions WHERE id <= (SELECT id FROM opinions ORDER BY id DESC LIMIT 1 OFFSET @Most);
            """,
            new { principal, now, good = good ? 1L : 0L, note, Most, MostOfOne });
    }

    /// <param name="since">Milliseconds since 1970 UTC.</param>
    /// <returns>When each was said, and whether it was a good one.</returns>
    public async Task<IReadOnlyList<(long At, bool Good)>> SinceAsync(long since, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(long At, long Good)>("SELECT said_at, is_good FROM opinions WHERE said_at >= @since", new { since });
        return [.. rows.Select(row => (row.At, row.Good != 0))];
    }

    public async Task<IReadOnlyList<OpinionNote>> NotesAsync(int most, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.QueryAsync<(long At, string By, long Good, string Text)>(
            """
            SELECT said_at, name, is_good, note FROM opinions JOIN principals ON principals.id = principal_id
            WHERE note IS NOT NULL ORDER BY opinions.id DESC LIMIT @most
            """,
            new { most });
        return [.. rows.Select(row => new OpinionNote(DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.By, row.Good != 0, row.Text))];
    }
}
