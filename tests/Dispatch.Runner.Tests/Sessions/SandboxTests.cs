using System.Diagnostics;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Sessions;

/// <summary>What a program in a sandbox can and can't reach, tried from within, by the real bubblewrap.</summary>
public sealed class SandboxTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    // What happens on a machine without it has a test of its own.
    private static bool Absent => !File.Exists("/usr/bin/bwrap");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task It_writes_in_the_workspace_alone_and_sees_neither_keys_nor_the_runner_nor_other_processes()
    {
        if (Absent)
        {
            Console.WriteLine("Skipped: bubblewrap isn't installed.");
            return;
        }

        Directory.CreateDirectory(Path.Combine(_home, ".ssh"));
        await File.WriteAllTextAsync(Path.Combine(_home, ".ssh", "id_test"), "a key");
        await File.WriteAllTextAsync(Path.Combine(_home, ".netrc"), "a password");
        Directory.CreateDirectory(Path.Combine(_home, ".git"));
        await File.WriteAllTextAsync(Path.Combine(_home, ".git", "config"), "[core]\n");
        await using var runner = await StartAsync();
        var probe = Path.Combine(Path.GetTempPath(), $"dispatch-probe-{Guid.NewGuid():N}");
        var seen = await RunAsync(runner, SandboxMode.Workspace, $$"""
            echo written > here.txt && echo "wrote=here"
            (echo x > /etc/dispatch-probe) 2>/dev/null || echo "etc=refused"
            (echo x > {{probe}}) && echo "tmp=own"
            echo "keys=$(ls .ssh | wc -l),$(cat .netrc)"
            echo "data=$(ls -A {{runner.Data.Root}} | wc -l)"
            kill -0 {{runner.Pid}} 2>/dev/null || echo "runner=unseen"
            echo "processes=$(ls /proc | grep -c '^[0-9]')"
            echo "run=$(ls -A /run | grep -vc systemd)"
            (echo "fsmonitor = evil" >> .git/config) 2>/dev/null || echo "git=refused"
            mv .git .git2 2>/dev/null || echo "move=refused"
            umount {{runner.Data.Root}} 2>/dev/null || echo "unmount=refused"
            echo "capabilities=$(grep CapEff /proc/self/status | cut -f2)"
            """);
        Assert.Contains("wrote=here\r\netc=refused\r\ntmp=own\r\nkeys=0,\r\ndata=0\r\nrunner=unseen\r\n", seen, StringComparison.Ordinal);
        Assert.Contains("run=0\r\ngit=refused\r\nmove=refused\r\nunmount=refused\r\ncapabilities=0000000000000000\r\n", seen, StringComparison.Ordinal);
        Assert.InRange(int.Parse(seen.Split("processes=")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture), 1, 8);
        Assert.Equal("written\n", await File.ReadAllTextAsync(Path.Combine(_home, "here.txt")));
        Assert.False(File.Exists(probe));
        Assert.False(File.Exists("/etc/dispatch-probe"));
    }

    [Fact]
    public async Task Offline_there_is_no_way_to_anywhere_and_with_the_network_there_is()
    {
        if (Absent)
        {
            Console.WriteLine("Skipped: bubblewrap isn't installed.");
            return;
        }

        await using var runner = await StartAsync();
        Assert.Contains("devices=1\r\n", await RunAsync(runner, SandboxMode.Offline, "echo \"devices=$(tail -n +3 /proc/net/dev | wc -l)\""), StringComparison.Ordinal);
        var outside = (await File.ReadAllLinesAsync("/proc/net/dev")).Length - 2;
        Assert.Contains($"devices={outside}\r\n", await RunAsync(runner, SandboxMode.Workspace, "echo \"devices=$(tail -n +3 /proc/net/dev | wc -l)\""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_outlives_the_runner_keeps_its_exit_code_and_leaves_nothing_when_it_is_ended()
    {
        if (Absent)
        {
            Console.WriteLine("Skipped: bubblewrap isn't installed.");
            return;
        }

        await using var runner = await StartAsync();
        var session = await runner.CreateAsync(new CreateSession
        {
            Command = ["/bin/sh", "-c", "sleep 4711 & echo ready; read line; echo again; wait"],
            Sandbox = SandboxMode.Workspace,
        });
        Assert.Equal(SandboxMode.Workspace, session.Sandbox);
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("ready");
        await client.TypeAsync("\r");
        await client.UntilTextAsync("again");
        await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/end", """{"signal":"SIGKILL"}""");
        await client.UntilAsync(EventTypes.SessionExited);
        for (var left = 100; Sleepers() > 0; left--)
        {
            Assert.True(left > 0, "What ran in the sandbox runs on.");
            await Task.Delay(50);
        }

        // Elsewhere than in the workspace it starts, too, and writes nothing.
        var elsewhere = Directory.CreateTempSubdirectory("dispatch-elsewhere-").FullName;
        var there = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", "touch mine || exit 7"], Cwd = elsewhere, Sandbox = SandboxMode.Workspace });
        await runner.EndedAsync(there.Id);
        Assert.Equal(7, (await runner.GetAsync(there.Id)).ExitCode);
        Directory.Delete(elsewhere);

        var ended = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", "exit 42"], Sandbox = SandboxMode.Offline });
        await runner.EndedAsync(ended.Id);
        Assert.Equal(42, (await runner.GetAsync(ended.Id)).ExitCode);
    }

    [Fact]
    public async Task Without_bubblewrap_nothing_starts_that_was_to_have_one_and_an_agent_that_was_not_asked_about_starts_without()
    {
        // A path that has a shell, and nothing else.
        var bin = Directory.CreateDirectory(Path.Combine(_home, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "sh"), "/bin/sh");
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home), ("PATH", bin)]);
        var (status, refused) = await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", """{"command":["sh"],"sandbox":"workspace"}""");
        Assert.Equal(409, status);
        Assert.Contains("apt-get install bubblewrap", refused, StringComparison.Ordinal);
        Assert.Contains("noSandbox", (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents")).Body, StringComparison.Ordinal);
        Assert.Null((await runner.CreateAsync(new CreateSession { Kind = "agent", Command = ["sh"] })).Sandbox);
    }

    private static int Sleepers()
    {
        using var found = Process.Start(new ProcessStartInfo("pgrep", ["-fc", "^sleep 4711$"]) { RedirectStandardOutput = true })!;
        return int.Parse(found.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<RunnerFixture> StartAsync() => RunnerFixture.StartAsync(variables: [("HOME", _home)]);

    private static async Task<string> RunAsync(RunnerFixture runner, SandboxMode mode, string script)
    {
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", script], Sandbox = mode });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        return client.Text;
    }
}
