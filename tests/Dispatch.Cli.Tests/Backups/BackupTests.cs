using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Backups;

/// <summary>The real programs, backed up while they work and put back elsewhere.</summary>
public sealed class BackupTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();

    // Where a person works: the data folder itself is no place for workspaces.
    private readonly TestFolder _work = new();

    private string File => Path.Combine(_folder.Path, "backup.tar.gz");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await RunAsync(_folder, "stop", "--all", "--yes");
        await RunAsync(_other, "stop", "--all", "--yes");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task A_backup_taken_under_output_is_put_back_elsewhere_with_its_whole_past_and_its_sessions_are_lost_and_go_on()
    {
        // So little is kept as it is that most of what the first session prints is sealed.
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder.Path, "runner.json"), """{"limits":{"hotOutputBytes":262144}}""");
        await DoneAsync(_folder, "start", "--port", "0");
        var ended = (await DoneAsync(_folder, "new", "--name", "ended", "--", "/bin/sh", "-c", "seq 1 150000")).Output.Trim();
        await RunAsync(_folder, "wait", ended);
        var running = (await DoneAsync(_folder, "new", "--name", "running", "--", "/bin/sh", "-c", "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.01; done")).Output.Trim();
        var before = await SessionAsync(_folder, running);

        var taken = await DoneAsync(_folder, "backup", File);

        Assert.Contains("2 sessions", taken.Output, StringComparison.Ordinal);
        Assert.Contains("read back and whole", taken.Output, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
        Assert.False(Path.Exists(File + ".partial"));
        await DoneAsync(_folder, "kill", running);
        var printed = (await DoneAsync(_folder, "output", ended)).Output;

        var restored = await DoneAsync(_other, "restore", File);

        Assert.Contains("2 sessions", restored.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_other.Path, "restoring")));
        Assert.Equal(await System.IO.File.ReadAllTextAsync(_folder.Data.AccessKeyFile), await System.IO.File.ReadAllTextAsync(_other.Data.AccessKeyFile));
        await DoneAsync(_other, "start", "--port", "0");
        Assert.StartsWith("1\n2\n", printed.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(printed, (await DoneAsync(_other, "output", ended)).Output);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_other.Data.Workspaces, "default", "segments", ended)));
        Assert.StartsWith("Nothing is too much or too old", (await DoneAsync(_other, "gc", "--dry-run")).Output, StringComparison.Ordinal);
        var lost = await SessionAsync(_other, running);
        Assert.Equal(SessionState.Lost, lost.State);
        Assert.True(lost.Seq > before.Seq, $"{lost.Seq} {before.Seq}");
        Assert.True(lost.Epoch > before.Epoch + 1, $"{lost.Epoch} {before.Epoch}");
        var lines = (await DoneAsync(_other, "output", running)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var last = int.Parse(lines[^2][5..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal($"line {last - 1}", lines[^3]);
        Assert.Equal(0, (await RunAsync(_other, "db", "verify")).ExitCode);
        await DoneAsync(_other, "restart", running);
        Assert.Equal(SessionState.Running, (await SessionAsync(_other, running)).State);
    }

    [Fact]
    public async Task Templates_come_along_and_a_link_that_leads_out_of_its_template_does_not()
    {
        await DoneAsync(_folder, "start", "--port", "0");
        var mine = Directory.CreateDirectory(Path.Combine(_folder.Data.Templates, "mine", "bin")).Parent!.FullName;
        Directory.CreateDirectory(Path.Combine(mine, ".git"));
        Directory.CreateDirectory(Path.Combine(_folder.Data.Templates, ".half"));
        var program = Path.Combine(mine, "bin", "run");
        foreach (var (path, text) in new[] { (Path.Combine(mine, "template.json"), """{ "name": "Mine" }"""), (program, "#!/bin/sh"), (Path.Combine(mine, ".git", "HEAD"), "x"), (Path.Combine(_folder.Data.Templates, ".half", "a"), "x") })
        {
            await System.IO.File.WriteAllTextAsync(path, text);
        }

        System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        System.IO.File.CreateSymbolicLink(Path.Combine(mine, "a-link"), "bin/run");
        System.IO.File.CreateSymbolicLink(Path.Combine(mine, "outside"), "/etc/passwd");
        Directory.CreateSymbolicLink(Path.Combine(_folder.Data.Templates, "elsewhere"), "/etc");

        await DoneAsync(_folder, "backup", File);
        await DoneAsync(_other, "restore", File);

        var restored = Path.Combine(_other.Data.Templates, "mine");
        Assert.Equal(
            ["a-link", "bin", "bin/run", "template.json"],
            Directory.EnumerateFileSystemEntries(restored, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(restored, path)).Order(StringComparer.Ordinal));
        Assert.Equal(["mine"], Directory.EnumerateFileSystemEntries(_other.Data.Templates).Select(path => Path.GetFileName(path)));
        Assert.Equal("#!/bin/sh", await System.IO.File.ReadAllTextAsync(Path.Combine(restored, "a-link")));
        Assert.True(System.IO.File.GetUnixFileMode(Path.Combine(restored, "bin", "run")).HasFlag(UnixFileMode.UserExecute));
        await DoneAsync(_other, "start", "--port", "0");
        Assert.Matches("mine +Mine", (await DoneAsync(_other, "workspace", "templates")).Output);

        // What is there is moved aside whole.
        await RunAsync(_other, "stop", "--all", "--yes");
        Assert.Contains("templates", (await RunAsync(_other, "restore", File)).Error, StringComparison.Ordinal);
        await DoneAsync(_other, "restore", "--force", File);
        Assert.True(System.IO.File.Exists(Path.Combine(Directory.GetDirectories(_other.Path, "before-restore-*")[0], "templates", "mine", "template.json")));
    }

    [Fact]
    public async Task All_workspaces_are_in_it_with_their_sessions_variables_and_secrets()
    {
        await DoneAsync(_folder, "start", "--port", "0");
        foreach (var name in new[] { "shop", "blog" })
        {
            await DoneAsync(_folder, "workspace", "new", name, "--folder", Path.Combine(_work.Path, name));
        }

        await DoneAsync(_folder, "workspace", "archive", "blog");
        await DoneAsync(_folder, "workspace", "env", "set", "-w", "shop", "PLAIN=seen");
        Assert.Equal(0, (await DispatchProgram.ShellAsync(_folder.Path, "printf hush | \"$DISPATCH\" workspace env set -w shop --secret TOKEN")).ExitCode);
        foreach (var name in new[] { "default", "shop", "blog" })
        {
            await DoneAsync(_folder, "new", "-w", name, "--name", $"of {name}", "--", "/bin/sh", "-c", $"echo said in {name}");
            await DoneAsync(_folder, "wait", "-w", name, $"of {name}");
        }

        var before = (await DoneAsync(_folder, "workspace", "ls")).Output;
        Assert.Contains("3 sessions", (await DoneAsync(_folder, "backup", File)).Output, StringComparison.Ordinal);
        await DoneAsync(_folder, "workspace", "rm", "shop", "--yes");
        await DoneAsync(_other, "restore", File);
        await DoneAsync(_other, "start", "--port", "0");

        Assert.Equal(before, (await DoneAsync(_other, "workspace", "ls")).Output);
        foreach (var name in new[] { "default", "shop", "blog" })
        {
            Assert.Equal($"said in {name}\n", (await DoneAsync(_other, "output", "-w", name, $"of {name}")).Output);
            Assert.StartsWith("Nothing is too much or too old", (await DoneAsync(_other, "gc", "-w", name)).Output, StringComparison.Ordinal);
        }

        await DoneAsync(_other, "new", "-w", "shop", "--name", "after", "--", "/bin/sh", "-c", "echo $PLAIN $TOKEN");
        await DoneAsync(_other, "wait", "-w", "shop", "after");
        Assert.Equal("seen hush\n", (await DoneAsync(_other, "output", "-w", "shop", "after")).Output);
        Assert.Equal(0, (await RunAsync(_other, "db", "verify")).ExitCode);
    }

    private static async Task<SessionInfo> SessionAsync(TestFolder folder, string id)
    {
        using var list = JsonDocument.Parse((await DoneAsync(folder, "ls", "--json")).Output);
        return Assert.Single(list.RootElement.EnumerateArray().Select(item => item.Deserialize(Wire.Default.SessionInfo)!), session => session.Id == id);
    }

    private static async Task<CliResult> DoneAsync(TestFolder folder, params string[] arguments)
    {
        var result = await RunAsync(folder, arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Error}");
        return result;
    }

    private static Task<CliResult> RunAsync(TestFolder folder, params string[] arguments) => DispatchProgram.RunAsync(folder.Path, arguments);
}
