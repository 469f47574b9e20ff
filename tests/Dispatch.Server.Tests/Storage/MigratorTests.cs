using System.Data.Common;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

public sealed class MigratorTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Migration First = new(9001, "first", "CREATE TABLE first_made (id TEXT PRIMARY KEY);");
    private static readonly Migration Second = new(9002, "second", "CREATE TABLE second_made (id TEXT PRIMARY KEY);");

    [Theory, OnSqlite, OnPostgres]
    public async Task Scripts_are_applied_in_order_and_once(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        var known = Migration.Of(engine);

        Assert.Null(await migrator.RunAsync([.. known, First], Never));
        Assert.Null(await migrator.RunAsync([.. known, First, Second], Never));
        Assert.Null(await migrator.RunAsync([.. known, First, Second], Never));

        Assert.True(await ExistsAsync(database, "second_made"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_that_start_at_once_take_turns(string engine)
    {
        await using var database = await OpenAsync(engine);
        var known = Migration.Of(engine);

        var reasons = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => new Migrator(database, TimeProvider.System).RunAsync([.. known, First, Second], Never))));

        Assert.All(reasons, Assert.Null);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_script_that_fails_leaves_nothing_of_it_nor_of_those_before(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        var broken = new Migration(9002, "broken", "CREATE TABLE half_made (id TEXT PRIMARY KEY); NONSENSE;");

        await Assert.ThrowsAnyAsync<DbException>(() => migrator.RunAsync([.. Migration.Of(engine), First, broken], Never));

        Assert.False(await ExistsAsync(database, "first_made"));
        Assert.False(await ExistsAsync(database, "half_made"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_script_that_was_changed_after_it_was_applied_is_refused(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        Assert.Null(await migrator.RunAsync([.. Migration.Of(engine), First], Never));

        var reason = await migrator.RunAsync([.. Migration.Of(engine), First with { Sql = First.Sql + " " }], Never);

        Assert.Contains("9001", reason, StringComparison.Ordinal);
        Assert.Contains("checksum", reason, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_of_a_newer_version_is_refused(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        Assert.Null(await migrator.RunAsync([.. Migration.Of(engine), First, Second], Never));

        var reason = await migrator.RunAsync(Migration.Of(engine), Never);

        Assert.Contains("newer version", reason, StringComparison.Ordinal);
        Assert.Contains("9002", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_engines_have_the_same_scripts_by_number_and_name() =>
        Assert.Equal(
            Migration.Of("sqlite").Select(migration => (migration.Version, migration.Name)),
            Migration.Of("postgresql").Select(migration => (migration.Version, migration.Name)));

    private static async Task<bool> ExistsAsync(IDatabase database, string table)
    {
        await using var connection = await database.OpenAsync(Never);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {table}";
        try
        {
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
