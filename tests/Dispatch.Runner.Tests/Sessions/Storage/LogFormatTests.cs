using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Tests.Sessions.Storage;

/// <summary>Logs of other versions than this runner's: those that were released, and what may come without a new format.</summary>
public sealed class LogFormatTests
{
    private const string Schema = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_master ORDER BY 1";

    // The session that every fixture has: ended with 3, and renamed.
    private const string Known = "e05jyrvf18";

    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Sessions", "Storage", "Fixtures");

    private static readonly int[] Kept = [.. Directory.EnumerateFiles(Fixtures, "log-*.sql")
        .Select(file => int.Parse(Path.GetFileNameWithoutExtension(file)["log-".Length..], CultureInfo.InvariantCulture)).Order()];

    public static TheoryData<int> Released => [.. Kept];

    [Fact]
    public void Every_released_format_has_a_log_that_is_kept() => Assert.Equal(Enumerable.Range(1, LogSchema.Version), Kept);

    [Theory]
    [MemberData(nameof(Released))]
    public async Task A_log_of_a_released_version_is_read_and_gone_on_with(int version)
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        var fresh = await ReadAsync(runner.Data, Schema);
        var sql = await File.ReadAllTextAsync(Path.Combine(Fixtures, $"log-{version}.sql"));
        await ReplaceAsync(runner, sql);
        Assert.Equal(version, int.Parse(Assert.Single(await ReadAsync(runner.Data, "PRAGMA user_version")), CultureInfo.InvariantCulture));

        await runner.StartRunnerAsync();

        var session = await runner.GetAsync(Known);
        Assert.Equal(("kept é", SessionState.Exited, 3, 5L, 1), (session.Name, session.State, session.ExitCode, session.Seq, session.Epoch));
        Assert.Contains("\n40", await runner.TextAsync(Known, "screen?format=text"), StringComparison.Ordinal);
        await AddedAsync(runner);
        await runner.StopRunnerAsync();
        Assert.Equal(fresh.Select(Normalised), (await ReadAsync(runner.Data, Schema)).Select(Normalised));
    }

    [Fact]
    public async Task What_a_newer_runner_may_add_without_a_new_format_is_tolerated_and_kept()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var before = await runner.ShellAsync("echo one; exit 3");
        await runner.EndedAsync(before.Id);
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync("""
            CREATE TABLE later (id INTEGER PRIMARY KEY, note TEXT NOT NULL);
            INSERT INTO later VALUES (1, 'kept');
            ALTER TABLE sessions ADD COLUMN later TEXT;
            ALTER TABLE events ADD COLUMN later INTEGER NOT NULL DEFAULT 7;
            ALTER TABLE sources ADD COLUMN later INTEGER NOT NULL DEFAULT 7;
            CREATE INDEX later_of_events ON events (time);
            INSERT INTO meta VALUES ('later', 'kept');
            UPDATE events SET payload = '{"exitCode":3,"later":{"more":[1]}}' WHERE type = (SELECT id FROM names WHERE name = 'session.exited');
            INSERT INTO names (name) VALUES ('session.later');
            INSERT INTO events (position, session, seq, epoch, time, type, principal, payload)
            SELECT max(position) + 1, session, max(seq) + 1, epoch, time, (SELECT id FROM names WHERE name = 'session.later'), 0, '{"more":true}' FROM events WHERE session = 1;
            """);

        await runner.StartRunnerAsync();

        var after = await runner.GetAsync(before.Id);
        Assert.Equal((SessionState.Exited, 3, before.Epoch), (after.State, after.ExitCode, after.Epoch));
        await AddedAsync(runner);
        await runner.StopRunnerAsync();
        Assert.Equal(["kept"], await ReadAsync(runner.Data, "SELECT note FROM later"));
        Assert.Equal(["kept"], await ReadAsync(runner.Data, "SELECT value FROM meta WHERE name = 'later'"));
        Assert.Equal(["session.later"], await ReadAsync(runner.Data, "SELECT n.name FROM events e JOIN names n ON n.id = e.type WHERE n.name LIKE '%later'"));
    }

    [Fact]
    public async Task A_new_format_is_refused_by_its_number_and_nothing_is_written()
    {
        await using var runner = await RunnerFixture.StartAsync();
        await runner.StopRunnerAsync();
        await runner.ChangeLogAsync($"PRAGMA user_version={LogSchema.Version + 1}");
        var content = await File.ReadAllBytesAsync(runner.Data.WorkspaceLog("default"));

        using var refused = System.Diagnostics.Process.Start(runner.Command("--once"))!;
        var said = await refused.StandardError.ReadToEndAsync(RunnerFixture.Patience);
        await refused.WaitForExitAsync(RunnerFixture.Patience);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"newer version of Dispatch (format {LogSchema.Version + 1}, this one knows {LogSchema.Version})", said, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllBytesAsync(runner.Data.WorkspaceLog("default")));
    }

    private static async Task AddedAsync(RunnerFixture runner)
    {
        var added = await runner.ShellAsync("echo two");
        await runner.EndedAsync(added.Id);
        var (status, body) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/log/verification");
        Assert.True(status == 200, body);
        Assert.Empty(JsonSerializer.Deserialize(body, Wire.Default.LogReport)!.Faults);
    }

    private static string Normalised(string sql) => string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task ReplaceAsync(RunnerFixture runner, string sql)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(runner.Data.WorkspaceLog("default"))!))
        {
            File.Delete(file);
        }

        await runner.ChangeLogAsync(sql);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(DataFolder data, string sql)
    {
        await using var connection = await OpenAsync(data);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add($"{reader.GetValue(0)}");
        }

        return rows;
    }

    private static async Task<SqliteConnection> OpenAsync(DataFolder data)
    {
        var connection = new SqliteConnection($"Data Source={data.WorkspaceLog("default")};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }
}
