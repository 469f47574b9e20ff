using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>How secret variables are kept, on every engine.</summary>
public sealed class SecretContractTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_workspace_has_its_own_and_no_more_than_may_be(string engine)
    {
        await using var database = await OpenAsync(engine);
        var foundation = await new FoundationStore(database).EnsureAsync(() => new NewSigningKey("k", [1]), 1, Never);
        var secrets = new SecretStore(database);
        Assert.True(await SetAsync("one", "B", 1));
        Assert.True(await SetAsync("one", "A", 2));
        Assert.False(await SetAsync("one", "C", 3));
        Assert.True(await SetAsync("one", "B", 4));
        Assert.True(await SetAsync("two", "A", 5));

        Assert.Equal([("A", 2L), ("B", 4L)], (await secrets.ListAsync(foundation.Environment, "one", Never)).Select(row => (row.Name, row.ChangedAt)));
        Assert.Equal([2, 4, 5], (await secrets.ListAsync(foundation.Environment, null, Never)).Select(row => (int)row.SealedValue[0]));
        Assert.True(await secrets.RemoveAsync(foundation.Environment, "one", "A", Never));
        Assert.False(await secrets.RemoveAsync(foundation.Environment, "one", "A", Never));
        await secrets.ForgetAsync(foundation.Environment, "one", Never);
        Assert.Equal(["two"], (await secrets.ListAsync(foundation.Environment, null, Never)).Select(row => row.Workspace));

        Task<bool> SetAsync(string workspace, string name, byte value) =>
            secrets.SetAsync(foundation.Environment, workspace, name, [value], foundation.Owner, value, 2, Never);
    }
}
