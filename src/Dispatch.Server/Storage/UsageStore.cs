using Dapper;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Server.Storage;

/// <summary>What sessions used of models, summed up by day, session, principal and model.</summary>
internal sealed class UsageStore(IDatabase database)
{
    private const decimal Nanos = 1_000_000_000m;

    /// <summary>What a report can be grouped by, and the column of each.</summary>
    public static IReadOnlyDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["day"] = "day",
        ["workspace"] = "workspace",
        ["session"] = "session_id",
        ["principal"] = "principal_id",
        ["provider"] = "provider",
        ["model"] = "model",
    };

    private const string Sums = """
        sum(requests) AS Requests, sum(estimated) AS Estimated, sum(unpriced) AS Unpriced, sum(input_tokens) AS InputTokens, sum(output_tokens) AS OutputTokens,
        sum(cache_read_tokens) AS CacheReadTokens, sum(cache_write_tokens) AS CacheWriteTokens, sum(cost_nanos) AS CostNanos
        """;

    public async Task AddAsync(UsageRow row, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(
            """
            INSERT INTO model_usage
                (day, environment_id, workspace, session_id, principal_id, provider, model, requests, estimated, unpriced, input_tokens, output_tokens,
                cache_read_tokens, cache_write_tokens, cost_nanos)
            VALUES (@Day, @Environment, @Workspace, @Session, @Principal, @Provider, @Model, 1, @Estimated, @Unpriced, @InputTokens, @OutputTokens,
                @CacheReadTokens, @CacheWriteTokens, @CostNanos)
            ON CONFLICT (day, environment_id, workspace, session_id, principal_id, provider, model) DO UPDATE SET
                requests = model_usage.requests + 1,
                estimated = model_usage.estimated + excluded.estimated,
                unpriced = model_usage.unpriced + excluded.unpriced,
                input_tokens = model_usage.input_tokens + excluded.input_tokens,
                output_tokens = model_usage.output_tokens + excluded.output_tokens,
                cache_read_tokens = model_usage.cache_read_tokens + excluded.cache_read_tokens,
                cache_write_tokens = model_usage.cache_write_tokens + excluded.cache_write_tokens,
                cost_nanos = model_usage.cost_nanos + excluded.cost_nanos
            """,
            row);
    }

    /// <summary>Tokens and cost of a day, of all sessions; and of one session, of all days.</summary>
    public async Task<(long DayTokens, long DayNanos, long SessionTokens, long SessionNanos)> SpentAsync(string day, string session, CancellationToken cancellation)
    {
        const string of = """
            SELECT CAST(coalesce(sum(input_tokens + output_tokens + cache_read_tokens + cache_write_tokens), 0) AS BIGINT),
                CAST(coalesce(sum(cost_nanos), 0) AS BIGINT) FROM model_usage WHERE
            """;
        await using var connection = await database.OpenAsync(cancellation);
        var (dayTokens, dayNanos) = await connection.QuerySingleAsync<(long, long)>($"{of} day = @day", new { day });
        var (sessionTokens, sessionNanos) = await connection.QuerySingleAsync<(long, long)>($"{of} session_id = @session", new { session });
        return (dayTokens, dayNanos, sessionTokens, sessionNanos);
    }

    /// <param name="by">Names of <see cref="Groups"/>; none for a single sum.</param>
    public async Task<(IReadOnlyList<UsageItem> Items, UsageAmounts Total)> ReportAsync(
        string from, string through, string? workspace, string? session, IReadOnlyList<string> by, int most, CancellationToken cancellation)
    {
        var where = "day >= @from AND day <= @through" + (workspace is null ? "" : " AND workspace = @workspace") + (session is null ? "" : " AND session_id = @session");
        var parameters = new { from, through, workspace, session, most };
        await using var connection = await database.OpenAsync(cancellation);
        var total = await connection.QuerySingleAsync<Row>($"SELECT {Sums} FROM model_usage WHERE {where}", parameters);
        if (by.Count == 0)
        {
            return ([], total.Amounts);
        }

        var columns = by.Select(name => Groups[name]).ToList();
        var named = string.Join(", ", by.Select(name => $"{Groups[name]} AS {name}"));
        var order = by.Contains("day") ? "day DESC, sum(cost_nanos) DESC" : "sum(cost_nanos) DESC, sum(output_tokens) DESC";
        var rows = await connection.QueryAsync<Row>(
            $"SELECT {named}, {Sums} FROM model_usage WHERE {where} GROUP BY {string.Join(", ", columns)} ORDER BY {order}, {columns[0]} LIMIT @most", parameters);
        return ([.. rows.Select(row => new UsageItem(row.Day, row.Workspace, row.Session, row.Principal, row.Provider, row.Model, row.Amounts))], total.Amounts);
    }

    private sealed class Row
    {
        public string? Day { get; init; }
        public string? Workspace { get; init; }
        public string? Session { get; init; }
        public string? Principal { get; init; }
        public string? Provider { get; init; }
        public string? Model { get; init; }
        public decimal? Requests { get; init; }
        public decimal? Estimated { get; init; }
        public decimal? Unpriced { get; init; }
        public decimal? InputTokens { get; init; }
        public decimal? OutputTokens { get; init; }
        public decimal? CacheReadTokens { get; init; }
        public decimal? CacheWriteTokens { get; init; }
        public decimal? CostNanos { get; init; }

        public UsageAmounts Amounts => new(
            (long)(Requests ?? 0), (long)(Estimated ?? 0), (long)(Unpriced ?? 0), (long)(InputTokens ?? 0), (long)(OutputTokens ?? 0), (long)(CacheReadTokens ?? 0),
            (long)(CacheWriteTokens ?? 0), (CostNanos ?? 0) / Nanos);
    }
}

/// <summary>What one answer adds.</summary>
/// <param name="Day">Of UTC: <c>2026-12-01</c>.</param>
/// <param name="Estimated">1 when it is reckoned.</param>
/// <param name="Unpriced">1 when the model's price isn't known.</param>
internal sealed record UsageRow(
    string Day, string Environment, string Workspace, string Session, string Principal, string Provider, string Model, long Estimated, long Unpriced,
    long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens, long CostNanos);
