using System.Data.Common;
using Dispatch.Server.Storage;
using Dispatch.Server.Storage.Sqlite;
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

        Assert.Null((await migrator.RunAsync([.. known, First], Never)).Refusal);
        Assert.Null((await migrator.RunAsync([.. known, First, Second], Never)).Refusal);
        Assert.Null((await migrator.RunAsync([.. known, First, Second], Never)).Refusal);

        Assert.True(await ExistsAsync(database, "second_made"));
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Several_that_start_at_once_take_turns(string engine)
    {
        await using var database = await OpenAsync(engine);
        var known = Migration.Of(engine);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => new Migrator(database, TimeProvider.System).RunAsync([.. known, First, Second], Never))));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Refusal));
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
        Assert.Null((await migrator.RunAsync([.. Migration.Of(engine), First], Never)).Refusal);

        var refusal = (await migrator.RunAsync([.. Migration.Of(engine), First with { Sql = First.Sql + " " }], Never)).Refusal!;

        Assert.Equal("database.altered", refusal.Code);
        Assert.Contains("migration 9001, first, has another checksum", refusal.Found, StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed. Start the version that made it.", refusal.Next, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_database_of_a_newer_version_is_refused(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        Assert.Null((await migrator.RunAsync([.. Migration.Of(engine), First, Second], Never)).Refusal);

        var refusal = (await migrator.RunAsync(Migration.Of(engine), Never)).Refusal!;

        Assert.Equal("database.newer", refusal.Code);
        Assert.Contains("newer version", refusal.Found, StringComparison.Ordinal);
        Assert.Contains("9002", refusal.Found, StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed.", refusal.Next, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Line_ends_of_another_system_alter_no_script(string engine)
    {
        await using var database = await OpenAsync(engine);
        var migrator = new Migrator(database, TimeProvider.System);
        var known = Migration.Of(engine);

        Assert.Null((await migrator.RunAsync([.. known.Select(migration => migration with { Sql = migration.Sql.ReplaceLineEndings("\r\n") })], Never)).Refusal);
    }

    [Fact]
    public async Task Before_a_database_with_content_is_changed_it_is_copied_aside_and_only_the_last_copies_are_kept()
    {
        await using var database = await OpenAsync("sqlite");
        var migrator = new Migrator(database, TimeProvider.System);
        var known = Migration.Of("sqlite").ToList();
        Assert.Empty(Copies());

        for (var version = 9001; version < 9006; version++)
        {
            known.Add(new Migration(version, "next", $"CREATE TABLE made_{version} (id TEXT PRIMARY KEY);"));
            var outcome = await migrator.RunAsync(known, Never);
            Assert.Equal((known[^2].Version, known[^1].Version), (outcome.From, outcome.To));
            Assert.Equal($"{Folder.Data.ServerDatabase}.schema-{outcome.From}.bak", outcome.Copy);
            await using var copy = new SqliteDatabase(outcome.Copy!, FileUse.Unchanging);
            Assert.True(await ExistsAsync(copy, "principals"));
            Assert.False(await ExistsAsync(copy, $"made_{version}"));
        }

        Assert.Equal([9002, 9003, 9004], Copies());
        Assert.All(Directory.EnumerateFiles(Folder.Data.Root, "*.bak"), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Without_room_for_the_copy_nothing_is_changed_and_nothing_half_made_is_left()
    {
        await using var database = await OpenAsync("sqlite");
        Directory.CreateDirectory($"{Folder.Data.ServerDatabase}.schema-{Migration.Of("sqlite")[^1].Version}.bak.new");

        await Assert.ThrowsAnyAsync<Exception>(() => new Migrator(database, TimeProvider.System).RunAsync([.. Migration.Of("sqlite"), First], Never));

        Assert.False(await ExistsAsync(database, "first_made"));
        Assert.Empty(Copies());
    }

    [Fact]
    public void Both_engines_have_the_same_scripts_by_number_and_name() =>
        Assert.Equal(
            Migration.Of("sqlite").Select(migration => (migration.Version, migration.Name)),
            Migration.Of("postgresql").Select(migration => (migration.Version, migration.Name)));

    private IEnumerable<int> Copies() => Directory.EnumerateFiles(Folder.Data.Root, "*.bak")
        .Select(file => int.Parse(Path.GetFileName(file)["server.db.schema-".Length..^".bak".Length], System.Globalization.CultureInfo.InvariantCulture))
        .Order();

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
