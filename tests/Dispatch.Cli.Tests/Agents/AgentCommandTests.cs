using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Agents;

/// <summary>Against real programs and an agent that speaks the real protocol, by a script in the place of a model.</summary>
public sealed class AgentCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _data = new();
    private readonly TestFolder _folder = new();

    public async Task InitializeAsync()
    {
        string[] scripted = ["node", Path.Combine(AppContext.BaseDirectory, "agent.mjs")];
        await File.WriteAllTextAsync(
            Path.Combine(_data.Path, "runner.json"),
            "{\"agents\":{\"scripted\":" + JsonSerializer.Serialize(scripted) + ",\"absent\":[\"/nowhere/agent\"]}}");
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        Assert.Equal(0, (await RunAsync("workspace", "new", "shop", "--folder", Path.Combine(_folder.Path, "shop"))).ExitCode);
    }

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task One_prompt_is_answered_and_the_agent_ended_and_what_it_asks_is_answered_from_another_terminal()
    {
        var listed = (await RunAsync("agents")).Output;
        Assert.Contains("scripted  scripted     installed", listed, StringComparison.Ordinal);
        Assert.Contains("dispatch agents install claude", listed, StringComparison.Ordinal);

        Assert.Equal(new CliResult(0, "hello there\n", ""), await RunAsync("agent", "--agent", "scripted", "-w", "shop", "say hello there"));
        // In the workspace whose folder one is in; elsewhere it is said what a sandbox doesn't let it do.
        Assert.Equal(new CliResult(0, "here\n", ""), await DispatchProgram.ShellAsync(_data.Path, "cd \"$1\" && exec \"$DISPATCH\" agent --agent scripted \"say here\"", Path.Combine(_folder.Path, "shop")));
        Assert.Equal(2, (await SessionsAsync("shop")).Count);

        // Also by a link to it, and with what a Makefile is made of.
        Directory.CreateSymbolicLink(Path.Combine(_data.Path, "link"), Path.Combine(_folder.Path, "shop"));
        Assert.Equal(
            new CliResult(0, "all:\tit\n", ""),
            await DispatchProgram.ShellAsync(_data.Path, "cd \"$1\" && exec \"$DISPATCH\" agent --agent scripted \"say all:\tit\"", Path.Combine(_data.Path, "link")));
        Assert.Equal(3, (await SessionsAsync("shop")).Count);
        if (File.Exists("/usr/bin/bwrap"))
        {
            Assert.StartsWith($"dispatch: the agent can't write in {_data.Path}: ", (await RunAsync("agent", "--agent", "scripted", "say there")).OneError, StringComparison.Ordinal);
        }

        // Beyond what a runner sends before it is told that it arrived.
        Assert.Equal((3000 * 1024) + 1, (await RunAsync("agent", "--agent", "scripted", "-w", "shop", "large 3000")).Output.Length);
        var failed = await RunAsync("agent", "--agent", "scripted", "-w", "shop", "fail");
        Assert.Equal((1, "", "dispatch: The agent failed: The model is overloaded"), (failed.ExitCode, failed.Output, failed.OneError));
        Assert.Equal("dispatch: The agent ended before it had answered.", (await RunAsync("agent", "--agent", "scripted", "-w", "shop", "die")).OneError);
        Assert.Contains("ended", (await RunAsync("ls", "-w", "shop")).Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.DoesNotContain("SIGTERM", (await RunAsync("ls", "-w", "shop")).Output, StringComparison.Ordinal);
        Assert.Contains("wasn't found", (await RunAsync("agent", "--agent", "absent", "say x")).OneError, StringComparison.Ordinal);

        var lines = (await RunAsync("agent", "--agent", "scripted", "--json", "say as events")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // What the turn changed may be told after it.
        Assert.Contains("agent.turn-ended", lines.TakeLast(2).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()));

        var allowed = await RunAsync("agent", "--agent", "scripted", "--yes", "-w", "shop", "edit made.txt by an agent");
        Assert.Equal((0, "Wrote made.txt.\n"), (allowed.ExitCode, allowed.Output));

        Assert.Equal("by an agent\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "shop", "made.txt")));

        // From a line to what was asked for it.
        var why = await RunAsync("agents", "why", "made.txt:1", "-w", "shop");
        Assert.Matches("^scripted[^\n]* turn 1, [^\n]+\nasked: edit made.txt by an agent\ndid: Edit made.txt \\(allow, by [^\n]+\\)\n$", why.Output);
        Assert.Contains("names no line", (await RunAsync("agents", "why", "made.txt", "-w", "shop")).OneError, StringComparison.Ordinal);
        Assert.Contains("No turn of an agent", (await RunAsync("agents", "why", "made.txt:9", "-w", "shop")).OneError, StringComparison.Ordinal);

        // By a rule nobody has to.
        var rule = (await RunAsync("agents", "rules", "add", "allow", "edit", "ruled.*", "--agent", "scripted", "-w", "shop")).Output.Trim();
        Assert.Equal(
            new CliResult(0, "Wrote ruled.txt.\n", $"Allowed by rule {rule}: Edit ruled.txt\n"), await RunAsync("agent", "--agent", "scripted", "-w", "shop", "edit ruled.txt by a rule"));
        Assert.Matches($"(?m)^{rule} +allow +edit +ruled\\.\\* +scripted ", (await RunAsync("agents", "rules", "-w", "shop")).Output);
        Assert.Equal(0, (await RunAsync("agents", "rules", "rm", rule, "-w", "shop")).ExitCode);
        Assert.Equal("[]\n", (await RunAsync("agents", "rules", "-w", "shop", "--json")).Output);

        // In a worktree of its own, and merged back.
        Assert.Contains("git init", (await RunAsync("worktrees", "-w", "shop")).Error, StringComparison.Ordinal);
        await DispatchProgram.ShellAsync(_data.Path, "cd \"$1\" && git init -qb main && git config user.name t && git config user.email t@e && git add -A && git commit -qm all", Path.Combine(_folder.Path, "shop"));
        Assert.Equal("Wrote tree.txt.\n", (await RunAsync("agent", "--agent", "scripted", "--yes", "--worktree", "-w", "shop", "edit tree.txt by an agent")).Output);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "shop", "tree.txt")));
        Assert.Matches("(?m)^scripted-1 +0 +0 +[1-9] ", (await RunAsync("worktrees", "-w", "shop")).Output);
        Assert.Contains("\"tree.txt\"", (await RunAsync("worktrees", "-w", "shop", "--json")).Output, StringComparison.Ordinal);
        Assert.Contains("aren't committed", (await RunAsync("worktrees", "merge", "scripted-1", "-w", "shop")).OneError, StringComparison.Ordinal);
        Assert.Contains("nowhere else", (await RunAsync("worktrees", "rm", "scripted-1", "-w", "shop")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("worktrees", "merge", "scripted-1", "-m", "By an agent", "-w", "shop")).ExitCode);
        Assert.Equal("by an agent\n", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "shop", "tree.txt")));
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("worktrees", "rm", "scripted-1", "-w", "shop"));

        var asking = RunAsync("agent", "--agent", "scripted", "-w", "shop", "edit denied.txt never");
        var session = await WaitingAsync();
        Assert.Equal(new CliResult(0, "", "Denied: Edit denied.txt\n"), await RunAsync("answer", "-w", "shop", session.Id, "deny"));
        var denied = await asking;
        Assert.Equal((0, "Left denied.txt as it is.\n"), (denied.ExitCode, denied.Output));
        Assert.Contains($"dispatch answer {session.Id} allow", denied.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(session.Cwd, "denied.txt")));
        Assert.Contains("waits for nobody", (await RunAsync("answer", "-w", "shop", session.Id, "allow")).OneError, StringComparison.Ordinal);

        if (File.Exists("/usr/bin/bwrap"))
        {
            Assert.Equal(new CliResult(0, "in there\n", ""), await RunAsync("agent", "--agent", "scripted", "--sandbox", "-w", "shop", "say in there"));
            var session2 = (await RunAsync("new", "--offline", "-w", "shop", "--", "sh", "-c", "tail -n +3 /proc/net/dev")).Output.Trim();
            Assert.Equal(0, (await RunAsync("wait", "-w", "shop", session2)).ExitCode);
            Assert.StartsWith("    lo:", (await RunAsync("output", "-w", "shop", session2)).Output, StringComparison.Ordinal);
        }

        // None of them is left behind.
        Assert.All(await SessionsAsync("shop"), one => Assert.NotEqual(SessionState.Running, one.State));
    }

    private async Task<SessionInfo> WaitingAsync()
    {
        for (var left = 200; left > 0; left--)
        {
            if ((await SessionsAsync("shop")).FirstOrDefault(session => session.Waiting is not null) is { } session)
            {
                return session;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("No session waits.");
    }

    private async Task<IReadOnlyList<SessionInfo>> SessionsAsync(string workspace) =>
        JsonSerializer.Deserialize<JsonElement>((await RunAsync("ls", "--json", "-w", workspace)).Output).EnumerateArray()
            .Select(session => session.Deserialize(Wire.Default.SessionInfo)!).ToList();

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);
}
