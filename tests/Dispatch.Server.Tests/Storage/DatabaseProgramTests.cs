using System.Text.Json;
using Dispatch.Protocol.Databases;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Storage;

/// <summary>The server's program as the one that looks after the database.</summary>
public sealed class DatabaseProgramTests(PostgresCluster postgres) : EngineTests(postgres)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task A_new_database_is_pending_then_made_then_up_to_date_and_whole(string engine)
    {
        var connection = (await OptionsAsync(engine)).Database ?? "";
        var before = await ReportAsync(connection, "--inspect-database");
        Assert.Equal((engine, 0L), (before.Engine, before.Schema));
        Assert.All(before.Migrations, script => Assert.Equal("pending", script.State));

        var made = JsonSerializer.Deserialize((await DoneAsync(connection, "--migrate-database")).Output, DatabaseWire.Default.MigrationOutcome)!;
        Assert.Equal((0L, before.Known, (string?)null), (made.From, made.To, made.Copy));

        var again = JsonSerializer.Deserialize((await DoneAsync(connection, "--migrate-database")).Output, DatabaseWire.Default.MigrationOutcome)!;
        Assert.Equal((before.Known, before.Known), (again.From, again.To));
        var after = await ReportAsync(connection, "--verify-database");
        Assert.Empty(after.Faults);
        Assert.True(after.Bytes > 0);
        Assert.All(after.Migrations, script => Assert.Equal(("applied", 64), (script.State, script.Checksum.Length)));
        Assert.DoesNotContain("Password", after.Location, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Looking_at_a_data_folder_makes_nothing_in_it()
    {
        await ReportAsync("", "--inspect-database");
        await ReportAsync("", "--verify-database");

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.Data.Root));
    }

    [Fact]
    public async Task What_is_no_database_is_told_and_left_as_it_is()
    {
        const string Diary = "This is my diary, and it is longer than a header of a database would be. It goes on and on and on, for a hundred bytes at least.";
        await File.WriteAllTextAsync(Folder.Data.ServerDatabase, Diary);

        Assert.Equal("database.damaged", Assert.Single((await ReportAsync("", "--verify-database")).Faults).Code);
        (await RunAsync("", "--migrate-database")).ShouldBeOneLineNaming(Folder.Data.ServerDatabase, "damaged");
        (await RunAsync("", "--copy-database", Path.Combine(Folder.Data.Root, "copy.db"))).ShouldBeOneLineNaming(Folder.Data.ServerDatabase, "damaged");

        Assert.Equal(Diary, await File.ReadAllTextAsync(Folder.Data.ServerDatabase));
        Assert.False(File.Exists(Path.Combine(Folder.Data.Root, "copy.db")));
    }

    [Fact]
    public async Task Beside_a_server_it_copies_and_looks_and_leaves_migrating_to_it()
    {
        await using var server = await RunningServer.StartAsync(Folder);
        var copy = Path.Combine(Folder.Data.Root, "copy.db");

        var report = JsonSerializer.Deserialize((await DoneAsync("", "--copy-database", copy)).Output, DatabaseWire.Default.DatabaseReport)!;

        Assert.Empty(report.Faults);
        Assert.Equal(report.Known, report.Schema);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        (await RunAsync("", "--migrate-database")).ShouldBeOneLineNaming(Folder.Data.Root, "migrated its database at its start", "dispatch stop");
        Assert.Empty((await ReportAsync("", "--verify-database")).Faults);
    }

    [Theory, OnPostgres]
    public async Task PostgreSQL_is_copied_by_its_own_tools(string engine) =>
        (await RunAsync((await OptionsAsync(engine)).Database!, "--copy-database", Path.Combine(Folder.Data.Root, "copy.db"))).ShouldBeOneLineNaming("PostgreSQL", "pg_dump");

    private async Task<DatabaseReport> ReportAsync(string connection, params string[] arguments) =>
        JsonSerializer.Deserialize((await DoneAsync(connection, arguments)).Output, DatabaseWire.Default.DatabaseReport)!;

    private async Task<Outcome> DoneAsync(string connection, params string[] arguments)
    {
        var outcome = await RunAsync(connection, arguments);
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        return outcome;
    }

    private Task<Outcome> RunAsync(string connection, params string[] arguments) =>
        ServerProcess.RunAsync(ServerProcess.Path, ["--data", Folder.Data.Root, .. arguments], ("DISPATCH_DATABASE", connection));
}
