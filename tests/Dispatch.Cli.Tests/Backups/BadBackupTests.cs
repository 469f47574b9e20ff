using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Dispatch.Cli.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dispatch.Cli.Tests.Backups;

/// <summary>Backups that can't be made and such that can't be put back: each is named, and nothing is touched or left half-made.</summary>
public sealed class BadBackupTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();

    private string Backup => Path.Combine(_folder.Path, "backup.tar.gz");
    private string Target => Path.Combine(_other.Path, "data");

    public async Task InitializeAsync()
    {
        await DoneAsync("start", "--port", "0");
        await DoneAsync("wait", (await DoneAsync("new", "--", "/bin/sh", "-c", "seq 1 3000")).Output.Trim());
        await DoneAsync("stop", "--all", "--yes");
        await DoneAsync("backup", Backup);
    }

    public async Task DisposeAsync() => await RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task One_that_is_cut_off_anywhere_or_has_a_wrong_byte_is_named_and_leaves_nothing()
    {
        var whole = await File.ReadAllBytesAsync(Backup);
        foreach (var length in (int[])[0, 5, 100, whole.Length / 2, whole.Length - 9, whole.Length - 1])
        {
            await RefusedAsync(whole[..length], Backup);
        }

        foreach (var place in (int[])[whole.Length / 3, whole.Length / 2, whole.Length - 6])
        {
            byte[] wrong = [.. whole];
            wrong[place] ^= 0x55;
            await RefusedAsync(wrong, Backup);
        }
    }

    [Fact]
    public async Task What_is_no_backup_is_named_and_leaves_nothing()
    {
        await RefusedAsync(Encoding.UTF8.GetBytes("This is my diary, and it is no archive at all."), "is no backup of Dispatch");
        await RefusedAsync(Archive(("notes.txt", "hello")), "is no backup of Dispatch: it doesn't begin with a manifest");
        await RefusedAsync(Archive(("manifest.json", "{}")), "is no backup of Dispatch: its manifest is another program's");
        await RefusedAsync(Archive(("manifest.json", Manifest("""{"name":"../../evil","bytes":4,"sha256":"x"}"""))), "its manifest is another program's");
        await RefusedAsync(Archive(("manifest.json", Manifest("", version: 4))), "is of a newer version of Dispatch (9.9.9, layout 4");
        foreach (var file in new[]
        {
            """{"name":"templates/a/../../../evil","bytes":4,"sha256":"x"}""",
            """{"name":"templates/evil","bytes":4,"sha256":"x"}""",
            """{"name":"templates/.a/evil","bytes":4,"sha256":"x"}""",
            """{"name":"templates/a/evil","bytes":0,"sha256":"x","link":"/etc"}""",
            """{"name":"templates/a/evil","bytes":0,"sha256":"x","link":"../b/evil"}""",
            """{"name":"templates/a/evil","bytes":0,"sha256":"x","link":"b/../c"}""",
            """{"name":"templates/a/b","bytes":0,"sha256":"x","link":"c"},{"name":"templates/a/b/c","bytes":0,"sha256":"x","link":"d"}""",
            """{"bytes":4,"sha256":"x"}""",
            """{"name":"key","bytes":0,"sha256":"x","link":"runner.json"}""",
            """{"name":"templates/a/b","bytes":0,"sha256":"x","link":"c"},{"name":"templates/a/b/c","bytes":4,"sha256":"x"}""",
        })
        {
            await RefusedAsync(Archive(("manifest.json", Manifest(file))), "its manifest is another program's");
        }

        await RefusedAsync(Archive(("manifest.json", Manifest("""{"name":"templates/a/b","bytes":0,"sha256":"x","link":"c"}""")), ("templates/a/b", "four")), "the link templates/a/b to c should come");
        await RefusedAsync(Archive(("manifest.json", Manifest("")), ("evil", "more")), "evil is in it and not in its list");
        await RefusedAsync(Archive(("manifest.json", Manifest("""{"name":"key","bytes":4,"sha256":"x"}""")), ("key", "four")), "key isn't what was written");
    }

    [Fact]
    public async Task A_folder_in_use_or_not_empty_is_refused_and_force_moves_what_is_there_aside_with_a_new_epoch()
    {
        await DoneAsync("start", "--port", "0");
        var key = await File.ReadAllTextAsync(_folder.Data.AccessKeyFile);
        Assert.Contains("has a Dispatch in it", (await RunAsync("restore", Backup)).OneError, StringComparison.Ordinal);
        Assert.Contains("Stop it first", (await RunAsync("restore", Backup, "--force")).OneError, StringComparison.Ordinal);
        await DoneAsync("stop");
        Assert.Contains("The runner (process ", (await RunAsync("restore", Backup, "--force")).OneError, StringComparison.Ordinal);
        await DoneAsync("stop", "--all", "--yes");

        var restored = await DoneAsync("restore", Backup, "--force");

        var aside = Assert.Single(Directory.EnumerateDirectories(_folder.Path, "before-restore-*"));
        Assert.Contains(aside, restored.Output, StringComparison.Ordinal);
        Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(aside, "key")));
        Assert.Equal(0, (await RunAsync("db", "verify", "--data", aside)).ExitCode);
        Assert.False(Path.Exists(Path.Combine(_folder.Path, "restoring")));
        await DoneAsync("start", "--port", "0");
        Assert.Equal(0, (await RunAsync("db", "verify")).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_there_a_folder_without_a_server_and_a_folder_as_file_are_refused()
    {
        var before = await File.ReadAllBytesAsync(Backup);
        Assert.Contains("is there already", (await RunAsync("backup", Backup)).OneError, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Backup));
        await DoneAsync("backup", Backup, "--force");
        Assert.Contains("is a folder", (await RunAsync("backup", _other.Path)).OneError, StringComparison.Ordinal);
        Assert.Contains("There is nothing to back up", (await RunAsync("backup", Backup, "--data", _other.Path)).OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_from_the_future_a_log_from_the_future_and_a_log_with_a_hole_are_named_and_left_as_they_are()
    {
        var file = Path.Combine(_other.Path, "bad.tar.gz");
        await ChangeAsync(_folder.Data.ServerDatabase, "INSERT INTO schema_migrations VALUES (9999, 'later', 'x', 0)");
        var refused = await RunAsync("backup", file);
        Assert.Contains("is of a newer version of Dispatch (schema 9999", refused.OneError, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("db", "status")).ExitCode);
        Assert.Contains("database.newer", (await RunAsync("db", "verify")).Output, StringComparison.Ordinal);
        await ChangeAsync(_folder.Data.ServerDatabase, "DELETE FROM schema_migrations WHERE version = 9999");

        await ChangeAsync(_folder.Data.WorkspaceLog("default"), "DELETE FROM events WHERE seq = 2");
        Assert.Contains("The event 2 is missing.", (await RunAsync("backup", file)).OneError, StringComparison.Ordinal);
        await DoneAsync("backup", file, "--accept-faults");
        await DoneAsync("restore", file, "--data", Target);
        File.Delete(file);

        await ChangeAsync(_folder.Data.WorkspaceLog("default"), "PRAGMA user_version = 99");
        Assert.Contains("newer version of Dispatch (format 99", (await RunAsync("backup", file)).OneError, StringComparison.Ordinal);
        Assert.Contains("newer version of Dispatch (format 99", (await RunAsync("db", "status")).Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_other.Path, "bad*"));
    }

    [Fact]
    public async Task With_PostgreSQL_it_says_what_to_do_and_backs_up_the_rest_when_told()
    {
        var file = Path.Combine(_other.Path, "rest.tar.gz");
        var refused = await DispatchProgram.ShellAsync(_folder.Path, "DISPATCH_DATABASE=Host=nowhere exec $DISPATCH backup \"$1\"", file);
        Assert.Contains("pg_dump", refused.OneError, StringComparison.Ordinal);
        Assert.Contains("without the server's database", (await DoneAsync("backup", file, "--without-database")).Output, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL's tools", (await DoneAsync("restore", file, "--data", Target)).Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Target, "server.db")));
    }

    [OnMounts]
    [InlineData("mount -t tmpfs -o size=64k,mode=0700 full \"$1\"")]
    [InlineData("mount -t tmpfs -o size=8m,ro full \"$1\"")]
    public async Task On_a_full_disk_and_in_a_read_only_folder_nothing_is_left_half_made(string mount)
    {
        var disk = Directory.CreateDirectory(Path.Combine(_other.Path, "disk")).FullName;
        // In a namespace of mounts of its own.
        async Task<CliResult> ThereAsync(params string[] arguments) => await DispatchProgram.ShellAsync(
            _folder.Path, $"exec unshare -m sh -c '{mount} || exit 99; shift; \"$DISPATCH\" \"$@\"; code=$?; ls -A \"{disk}\"; exit $code' sh \"$@\"", [disk, .. arguments]);
        var taken = await ThereAsync("backup", Path.Combine(disk, "b.tar.gz"));
        Assert.Equal((1, ""), (taken.ExitCode, taken.Output));
        Assert.Contains(disk, taken.OneError, StringComparison.Ordinal);
        var restored = await ThereAsync("restore", Backup, "--data", disk);
        Assert.Equal((1, ""), (restored.ExitCode, restored.Output));
        Assert.Contains("What was there is as it was", restored.OneError, StringComparison.Ordinal);
    }

    private static string Manifest(string files, int version = 1) =>
        $$"""{"format":"dispatch-backup","version":{{version}},"dispatch":"9.9.9","takenAt":"2026-11-22T12:00:00+00:00","files":[{{files}}],"logs":[],"faults":0}""";

    private static byte[] Archive(params (string Name, string Content)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Pax))
        {
            foreach (var (name, content) in entries)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
            }
        }

        return bytes.ToArray();
    }

    private static async Task ChangeAsync(string database, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private async Task RefusedAsync(byte[] content, string said)
    {
        var file = Path.Combine(_other.Path, "bad.tar.gz");
        await File.WriteAllBytesAsync(file, content);
        var refused = await RunAsync("restore", file, "--data", Target);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(said == Backup ? file : said, refused.OneError, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", refused.OneError, StringComparison.Ordinal);
        Assert.False(Path.Exists(Target), refused.Error);
    }

    private async Task<CliResult> DoneAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}{result.Output}");
        return result;
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
