using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>How keys to models, limits and what was used are kept, on every engine.</summary>
public sealed class UsageContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task What_was_used_is_summed_up_and_found_by_what_it_is_grouped_by(string engine)
    {
        await using var database = await OpenAsync(engine);
        var foundation = await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never);
        var usage = new UsageStore(database);
        Assert.Equal((0, 0, 0, 0), await usage.SpentAsync("2026-12-01", "s1", Never));
        Assert.Equal(0, (await usage.ReportAsync("2026-01-01", "2026-12-31", null, null, ["day"], 10, Never)).Total.Requests);

        await AddAsync("2026-12-01", "s1", "big", cost: 4_000_000_000);
        await AddAsync("2026-12-01", "s1", "big", cost: 2_500_000_000);
        await AddAsync("2026-12-01", "s2", "small", cost: 0, unpriced: 1);
        await AddAsync("2026-12-02", "s1", "big", cost: 1_000_000_000);

        Assert.Equal((63, 6_500_000_000, 63, 7_500_000_000), await usage.SpentAsync("2026-12-01", "s1", Never));
        var (days, total) = await usage.ReportAsync("2026-12-01", "2026-12-02", null, null, ["day"], 10, Never);
        Assert.Equal([("2026-12-02", 1m), ("2026-12-01", 6.5m)], days.Select(item => (item.Day!, item.Amounts.Cost)));
        Assert.Equal((4, 1, 4, 40, 8, 12, 24, 7.5m), (total.Requests, total.Unpriced, total.Estimated, total.InputTokens, total.OutputTokens, total.CacheReadTokens, total.CacheWriteTokens, total.Cost));
        var (both, _) = await usage.ReportAsync("2026-12-01", "2026-12-02", "default", null, ["session", "model"], 10, Never);
        Assert.Equal([("s1", "big", 3L), ("s2", "small", 1L)], both.Select(item => (item.Session!, item.Model!, item.Amounts.Requests)));
        Assert.Equal(0, (await usage.ReportAsync("2026-12-01", "2026-12-02", "other", null, [], 10, Never)).Total.Requests);
        Assert.Equal(1, (await usage.ReportAsync("2026-12-01", "2026-12-02", null, "s2", [], 10, Never)).Total.Requests);
        Assert.Single((await usage.ReportAsync("2026-12-01", "2026-12-02", null, null, ["session"], 1, Never)).Items);

        Task AddAsync(string day, string session, string model, long cost, long unpriced = 0) => usage.AddAsync(
            new UsageRow(day, foundation.Environment, "default", session, foundation.Owner, "anthropic", model, 1, unpriced, 10, 2, 3, 6, cost), Never);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_provider_has_one_key_and_limits_are_set_all_at_once(string engine)
    {
        await using var database = await OpenAsync(engine);
        var foundation = await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never);
        var keys = new ModelKeyStore(database);
        await keys.SetAsync("openai", [1], null, foundation.Owner, 1, Never);
        await keys.SetAsync("anthropic", [2], "https://models.example", foundation.Owner, 2, Never);
        await keys.SetAsync("openai", [3], null, foundation.Owner, 3, Never);
        Assert.Equal(
            [("anthropic", 2, "https://models.example", 2L), ("openai", 3, null, 3L)],
            (await keys.ListAsync(Never)).Select(row => (row.Provider, (int)row.SealedKey[0], row.BaseUrl, row.ChangedAt)));
        Assert.True(await keys.RemoveAsync("openai", Never));
        Assert.False(await keys.RemoveAsync("openai", Never));

        Assert.Empty(await keys.LimitsAsync(Never));
        await keys.SetLimitsAsync(new Dictionary<string, long> { ["dayCost"] = 5, ["dayTokens"] = 6 }, foundation.Owner, 1, Never);
        await keys.SetLimitsAsync(new Dictionary<string, long> { ["dayCost"] = 7 }, foundation.Owner, 2, Never);
        Assert.Equal(new Dictionary<string, long> { ["dayCost"] = 7 }, await keys.LimitsAsync(Never));
    }
}
