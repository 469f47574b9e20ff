using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What Dispatch does for an agent that asks: files and terminals, each in the log, each only with somebody's word.</summary>
public sealed class AgentServiceTests : IDisposable
{
    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_file_of_the_workspace_is_read_whole_or_in_part()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "poem.txt"), "one\ntwo\nthree\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        Assert.Equal("Read: one\ntwo\nthree\n", await client.AskAsync("read poem.txt"));
        Assert.Equal("Read: two\n", await client.AskAsync("read poem.txt 2 1"));
        Assert.Equal("Read: ", await client.AskAsync("read poem.txt 9 1"));
        Assert.StartsWith("Not read: There is no 'none.txt'", await client.AskAsync("read none.txt"), StringComparison.Ordinal);
        Assert.Equal(["poem.txt", "poem.txt", "poem.txt"], client.Facts(AgentEvents.Served).Take(3).Select(fact => AgentTalk.Read(fact, Wire.Default.AgentServed).Path));
    }

    [Fact]
    public async Task Whatever_a_file_tells_an_agent_to_read_nothing_outside_of_the_workspace_is_read_and_the_try_is_shown()
    {
        var outside = Directory.CreateTempSubdirectory("dispatch-outside-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(outside, "key"), "the secret");
            File.CreateSymbolicLink(Path.Combine(_home, "link"), Path.Combine(outside, "key"));
            Directory.CreateSymbolicLink(Path.Combine(_home, "folder"), outside);
            await using var runner = await StartAsync();
            var (_, client) = await runner.StartAgentAsync();
            await using var _ = client;
            foreach (var path in (string[])[Path.Combine(outside, "key"), "../" + Path.GetFileName(outside) + "/key", "link", "folder/key", "/proc/self/environ"])
            {
                var said = await client.AskAsync("read " + path);
                Assert.StartsWith("Not read:", said, StringComparison.Ordinal);
                Assert.DoesNotContain("the secret", said, StringComparison.Ordinal);
                Assert.Equal("file.outside", AgentTalk.Read(client.Facts(AgentEvents.Served)[^1], Wire.Default.AgentServed).Error?.Code);
                Assert.StartsWith("Not written:", await client.AskAsync($"write {path} taken"), StringComparison.Ordinal);
            }

            Assert.Equal("the secret", await File.ReadAllTextAsync(Path.Combine(outside, "key")));
            Assert.StartsWith("Not written: '.git/hooks/pre-commit' is git's own", await client.AskAsync("write .git/hooks/pre-commit evil"), StringComparison.Ordinal);
            Assert.Empty(client.Facts(AgentEvents.Asked));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_is_written_once_a_person_has_seen_the_change_and_said_yes()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "a.txt"), "before\n");
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("write a.txt after");
        var asked = await client.AskedAsync();
        var change = asked.Call.GetProperty("content")[0];
        Assert.Equal(("before\n", "after\n"), (change.GetProperty("oldText").GetString(), change.GetProperty("newText").GetString()));
        Assert.Equal("Write a.txt", (await runner.GetAsync(session.Id)).Waiting?.Text);
        Assert.Equal("before\n", await File.ReadAllTextAsync(Path.Combine(_home, "a.txt")));
        Assert.True((await client.RunAsync("answer", new { ask = asked.Ask, option = "allow" })).Ok);
        Assert.Equal("Written a.txt.", await client.EndedAsync(1));
        Assert.Equal("after\n", await File.ReadAllTextAsync(Path.Combine(_home, "a.txt")));

        // What both contents were is kept beside the log.
        var writing = AgentTalk.Read(Assert.Single(client.Facts(AgentEvents.Writing)), Wire.Default.AgentWriting);
        Assert.Equal(64, writing.Before?.Length);
        Assert.NotEqual(writing.Before, writing.After);

        await client.PromptAsync("write new/folder/b.txt refused");
        var second = await client.UntilAsync(() => client.Facts(AgentEvents.Asked) is [_, var next] ? AgentTalk.Read(next, Wire.Default.AgentAsked) : null);
        Assert.True((await client.RunAsync("answer", new { ask = second.Ask, option = "reject" })).Ok);
        Assert.StartsWith("Not written: The user doesn't want", await client.EndedAsync(2), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_home, "new")));
    }

    [Fact]
    public async Task Who_said_yes_to_an_agents_own_question_is_not_asked_again_by_us()
    {
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("askedwrite deep/er/once.txt hello");
        var asked = await client.AskedAsync();
        Assert.True((await client.RunAsync("answer", new { ask = asked.Ask, option = "yes" })).Ok);
        Assert.Equal("Written deep/er/once.txt.", await client.EndedAsync(1));
        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(_home, "deep/er/once.txt")));
        Assert.Single(client.Facts(AgentEvents.Asked));
    }

    [Fact]
    public async Task A_write_that_waits_for_a_person_outlives_the_runner_and_is_done_once()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "kept.txt"), "before\n");
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await client.PromptAsync("write kept.txt after");
        var asked = await client.AskedAsync();
        await client.DisposeAsync();
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        Assert.True((await after.RunAsync("answer", new { ask = asked.Ask, option = "allow" })).Ok);
        Assert.Equal("Written kept.txt.", await after.EndedAsync(1));
        Assert.Equal("after\n", await File.ReadAllTextAsync(Path.Combine(_home, "kept.txt")));
        Assert.Single(after.Facts(AgentEvents.Writing));
        Assert.Single(after.Facts(AgentEvents.Served));
    }

    [Fact]
    public async Task What_was_done_is_not_done_again_when_the_runner_is_killed_after_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "taken.txt"), "before\n");
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await client.PromptAsync("writeslow taken.txt after");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "allow" });
        await client.UntilAsync(() => client.Facts(AgentEvents.Said).Count == 1 ? client : null);
        await File.WriteAllTextAsync(Path.Combine(_home, "taken.txt"), "before\n");
        await client.DisposeAsync();
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.EndedAsync(1);
        Assert.Equal("before\n", await File.ReadAllTextAsync(Path.Combine(_home, "taken.txt")));
        Assert.Single(after.Facts(AgentEvents.Asked));
        Assert.Null((await runner.GetAsync(session.Id)).Waiting);
    }

    [Fact]
    public async Task A_yes_to_one_change_is_none_to_another()
    {
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("lie poem.txt shown");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "yes" });
        var second = await client.UntilAsync(() => client.Facts(AgentEvents.Asked) is [_, var next] ? AgentTalk.Read(next, Wire.Default.AgentAsked) : null);
        Assert.Equal("shown, and more\n", second.Call.GetProperty("content")[0].GetProperty("newText").GetString());
        await client.RunAsync("answer", new { ask = second.Ask, option = "reject" });
        Assert.StartsWith("Not written", await client.EndedAsync(1), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_home, "poem.txt")));
    }

    [Fact]
    public async Task A_folder_that_becomes_a_link_while_a_person_is_asked_leads_nowhere_else()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".git"));
        Directory.CreateDirectory(Path.Combine(_home, "d"));
        await File.WriteAllTextAsync(Path.Combine(_home, ".git", "config"), "[core]\n");
        await File.WriteAllTextAsync(Path.Combine(_home, "d", "config"), "[core]\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("write d/config pager=evil");
        var asked = await client.AskedAsync();
        Directory.Delete(Path.Combine(_home, "d"), recursive: true);
        Directory.CreateSymbolicLink(Path.Combine(_home, "d"), ".git");
        await client.RunAsync("answer", new { ask = asked.Ask, option = "allow" });
        Assert.StartsWith("Not written:", await client.EndedAsync(1), StringComparison.Ordinal);
        Assert.Equal("[core]\n", await File.ReadAllTextAsync(Path.Combine(_home, ".git", "config")));
    }

    [Fact]
    public async Task An_agent_that_asks_for_everything_at_once_is_refused_what_is_too_much()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "a.txt"), "a");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        var said = await client.AskAsync("readmany a.txt 500");
        var refused = int.Parse(said.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(refused, 1, 500 - 64);
        Assert.Equal("Read: a", await client.AskAsync("read a.txt"));
    }

    [Fact]
    public async Task A_file_that_somebody_changed_while_the_question_stood_is_left_as_it_is()
    {
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("write mine.txt theirs");
        var asked = await client.AskedAsync();
        await File.WriteAllTextAsync(Path.Combine(_home, "mine.txt"), "mine\n");
        await client.RunAsync("answer", new { ask = asked.Ask, option = "allow" });
        Assert.StartsWith("Not written: 'mine.txt' has changed", await client.EndedAsync(1), StringComparison.Ordinal);
        Assert.Equal("mine\n", await File.ReadAllTextAsync(Path.Combine(_home, "mine.txt")));
    }

    [Fact]
    public async Task A_terminal_of_an_agent_is_a_session_that_a_person_sees_and_types_into()
    {
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("run read line; echo got $line; exit 3");
        var asked = await client.AskedAsync();
        Assert.Equal("read line; echo got $line; exit 3", asked.Call.GetProperty("title").GetString());
        Assert.True((await client.RunAsync("answer", new { ask = asked.Ask, option = "allow" })).Ok);
        var served = await client.UntilAsync(() => client.Facts(AgentEvents.Served) is [var first, ..] ? AgentTalk.Read(first, Wire.Default.AgentServed) : null);
        var terminal = await runner.GetAsync(served.Terminal!);
        Assert.Equal((session.Id, "terminal", SessionState.Running), (terminal.OpenedBy, terminal.Kind, terminal.State));

        await runner.TypeAsync(terminal.Id, "taken over\r");
        var said = await client.EndedAsync(1);
        Assert.StartsWith("""Exit {"exitCode":3,"signal":null}, cut false:""", said, StringComparison.Ordinal);
        Assert.Contains("got taken over", said, StringComparison.Ordinal);
        Assert.Equal(SessionState.Exited, (await runner.GetAsync(terminal.Id)).State);
    }

    [Fact]
    public async Task An_agent_that_waits_for_a_terminal_is_answered_after_the_runner_was_killed()
    {
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await client.PromptAsync("run seq 1 500; read line; echo ended");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "allow" });
        var served = await client.UntilAsync(() => client.Facts(AgentEvents.Served) is [var first, ..] ? AgentTalk.Read(first, Wire.Default.AgentServed) : null);
        await client.UntilAsync(() => client.Facts(AgentEvents.Requested).Count == 2 ? client : null);
        await client.DisposeAsync();
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await runner.TypeAsync(served.Terminal!, "\r");
        await using var after = await runner.AttachAsync(session.Id);
        var said = await after.EndedAsync(1);
        Assert.StartsWith("""Exit {"exitCode":0,"signal":null}, cut true:""", said, StringComparison.Ordinal);
        Assert.EndsWith("ended\n", said, StringComparison.Ordinal);
        Assert.True(said.Length < 1100, said);
    }

    [Fact]
    public async Task A_terminal_has_the_agents_sandbox()
    {
        if (!File.Exists("/usr/bin/bwrap"))
        {
            Console.WriteLine("Skipped: bubblewrap isn't installed.");
            return;
        }

        await using var runner = await StartAsync();
        File.Copy(AgentTalk.Scripted[1], Path.Combine(_home, "agent.mjs"));
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Command = ["node", Path.Combine(_home, "agent.mjs")], Sandbox = SandboxMode.Workspace });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        await client.PromptAsync($"run ls {runner.Data.Root} | wc -l; touch /etc/dispatch-was-here || echo no");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "allow" });
        var said = await client.EndedAsync(1);
        Assert.Contains("cut false: 0\n", said, StringComparison.Ordinal);
        Assert.EndsWith("no\n", said, StringComparison.Ordinal);
    }

    private Task<RunnerFixture> StartAsync() => RunnerFixture.StartAsync(variables: [("HOME", _home)]);
}
