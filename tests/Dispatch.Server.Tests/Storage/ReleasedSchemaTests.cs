using System.Data.Common;
using System.Globalization;
using Dispatch.Server.Storage;
using Dispatch.Server.Storage.Postgres;
using Dispatch.Server.Storage.Sqlite;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>Databases as released versions made them, brought to this version's schema.</summary>
public sealed class ReleasedSchemaTests(PostgresCluster postgres) : EngineTests(postgres)
{
    private static readonly CancellationToken Never = CancellationToken.None;

    // Each as rows of text that say all that a table is made of.
    private const string SqliteSchema = """
        SELECT type || ' ' || name || ' on ' || tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'
        UNION ALL
        SELECT m.name || '.' || c.name || ' ' || c.type || ' null ' || (1 - c."notnull") || ' key ' || c.pk || ' default ' || coalesce(c.dflt_value, '')
        FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
        UNION ALL
        SELECT m.name || ' ' || i."unique" || i.origin || i.partial || ' ' || (SELECT group_concat(name) FROM pragma_index_info(i.name))
        FROM sqlite_master m, pragma_index_list(m.name) i WHERE m.type = 'table'
        UNION ALL
        SELECT m.name || '.' || f."from" || ' to ' || f."table" || '.' || f."to" FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'
        ORDER BY 1
        """;

    private const string PostgresSchema = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' null ' || is_nullable || ' default ' || coalesce(column_default, '')
        FROM information_schema.columns WHERE table_schema = current_schema()
        UNION ALL
        SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
        UNION ALL
        SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
        ORDER BY 1
        """;

    [Theory, OnSqlite, OnPostgres]
    public void Every_released_schema_has_a_database_that_is_kept(string engine) =>
        Assert.Equal(Migration.Of(engine).Select(migration => migration.Version), Fixtures(engine));

    [Theory, OnSqlite, OnPostgres]
    public async Task A_released_database_becomes_what_a_new_one_is_and_keeps_its_rows(string engine)
    {
        await using var fresh = await OpenAsync(engine);
        var wanted = await ReadAsync(fresh, Schema(engine));
        foreach (var version in Fixtures(engine))
        {
            await using var database = await ReleasedAsync(engine, version);
            var columns = await ColumnsAsync(database, engine);
            var before = await RowsAsync(database, columns);
            Assert.True(before.Count > 9);

            var outcome = await new Migrator(database, TimeProvider.System).RunAsync(Never);

            Assert.Null(outcome.Refusal);
            Assert.Equal((version, Migration.Of(engine)[^1].Version), (outcome.From, outcome.To));
            Assert.Equal(wanted, await ReadAsync(database, Schema(engine)));
            Assert.Subset((await RowsAsync(database, columns)).ToHashSet(), before.ToHashSet());
            await using var connection = await database.OpenAsync(Never);
            Assert.Empty(await database.ComplaintsAsync(connection, Never));
        }
    }

    private static IEnumerable<long> Fixtures(string engine) => Directory.EnumerateFiles(FixtureFolder(), engine + "-*.sql")
        .Select(file => long.Parse(Path.GetFileNameWithoutExtension(file)[(engine.Length + 1)..], CultureInfo.InvariantCulture)).Order();

    private static string FixtureFolder() => Path.Combine(AppContext.BaseDirectory, "Storage", "Fixtures");

    private static string Schema(string engine) => engine is "sqlite" ? SqliteSchema : PostgresSchema;

    private async Task<IDatabase> ReleasedAsync(string engine, long version)
    {
        var options = await OptionsAsync(engine);
        IDatabase database = options.Database is { } connection
            ? new PostgresDatabase(connection)
            : new SqliteDatabase(Path.Combine(options.Data.Root, $"released-{version}.db"));
        await ExecuteAsync(database, await File.ReadAllTextAsync(Path.Combine(FixtureFolder(), $"{engine}-{version}.sql")));
        return database;
    }

    private static async Task ExecuteAsync(IDatabase database, string sql)
    {
        await using var connection = await database.OpenAsync(Never);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this project.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Of each table, those that there are.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ColumnsAsync(IDatabase database, string engine)
    {
        var tables = await ReadAsync(database, engine is "sqlite"
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            : "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()");
        var columns = new Dictionary<string, string>();
        foreach (var table in tables)
        {
            columns[table] = string.Join(", ", await ReadAsync(database, engine is "sqlite"
                ? $"SELECT name FROM pragma_table_info('{table}')"
                : $"SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}'"));
        }

        return columns;
    }

    private static async Task<IReadOnlyList<string>> RowsAsync(IDatabase database, IReadOnlyDictionary<string, string> columns)
    {
        var rows = new List<string>();
        foreach (var (table, names) in columns)
        {
            rows.AddRange((await ReadAsync(database, $"SELECT {names} FROM {table}")).Select(row => $"{table}: {row}"));
        }

        return rows;
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(IDatabase database, string sql)
    {
        await using var connection = await database.OpenAsync(Never);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file and names of tables.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : $"{reader.GetValue(i)}")));
        }

        return rows;
    }
}
