using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Workspaces;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What each turn changed, whoever wrote it; and how it is taken back.</summary>
public sealed class TurnChangeTests : IDisposable
{
    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_turn_tells_which_files_it_changed_also_those_that_the_agent_wrote_by_itself()
    {
        Write("kept.txt", "kept\n");
        Write("a.txt", "one\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("change a.txt two");
        var changed = await ChangedAsync(client, 1);
        var file = Assert.Single(changed.Files);
        Assert.Equal(("a.txt", 0, null), (file.Path, changed.More, changed.Incomplete));
        Assert.Equal("one\n", await ContentAsync(runner, file.Before!));
        Assert.Equal("two\n", await ContentAsync(runner, file.After!));

        await client.AskAsync("change new.txt here");
        file = Assert.Single((await ChangedAsync(client, 2)).Files);
        Assert.Equal(("new.txt", null), (file.Path, file.Before));
        await client.AskAsync("remove kept.txt");
        file = Assert.Single((await ChangedAsync(client, 3)).Files);
        Assert.Equal(("kept.txt", null), (file.Path, file.After));
        Assert.Equal("kept\n", await ContentAsync(runner, file.Before!));
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/default/contents/{new string('0', 64)}")).Status);
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/contents/..%2F..%2Fkey")).Status);
    }

    [Fact]
    public async Task What_a_person_did_right_before_the_prompt_is_not_the_agents()
    {
        Write("mine.txt", "one\n");
        Write("gone.txt", "gone\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("say something");

        // The clock of files goes on every few milliseconds.
        await Task.Delay(30);
        Write("mine.txt", "two\n");
        File.Delete(Path.Combine(_home, "gone.txt"));
        await Task.Delay(30);
        await client.AskAsync("change a.txt the agents");
        Assert.Equal("a.txt", Assert.Single((await ChangedAsync(client, 2)).Files).Path);
        Assert.Single(client.Facts(AgentEvents.Changed));
    }

    [Fact]
    public async Task Files_are_put_back_to_what_they_were_before_a_turn_and_what_others_wrote_since_is_not_lost_unasked()
    {
        Write("a.txt", "one\n");
        Write("b.txt", "b\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("change a.txt two");
        await client.AskAsync("change a.txt three");
        await client.AskAsync("change made.txt made");
        await client.AskAsync("remove b.txt");
        await ChangedAsync(client, 4);

        Assert.Equal("agent.turn-unknown", (await client.RunAsync("restore", new { turn = 9 })).Code);
        Assert.True((await client.RunAsync("restore", new { turn = 3 })).Ok);
        Assert.Equal(("three\n", "b\n", false), (Read("a.txt"), Read("b.txt"), File.Exists(Path.Combine(_home, "made.txt"))));

        Write("a.txt", "mine\n");
        var refused = await client.RunAsync("restore", new { turn = 1 });
        Assert.Equal("agent.changed-since", refused.Code);
        Assert.Contains("'a.txt'", refused.Message, StringComparison.Ordinal);
        Assert.Equal("mine\n", Read("a.txt"));
        Assert.True((await client.RunAsync("restore", new { turn = 1, force = true })).Ok);
        Assert.Equal("one\n", Read("a.txt"));

        // What was there is kept: also that of somebody else.
        var restored = AgentTalk.Read(client.Facts(AgentEvents.Restored)[^1], Wire.Default.AgentRestored);
        Assert.Equal("mine\n", await ContentAsync(runner, Assert.Single(restored.Files).Before!));
        Assert.Equal("p_test", client.Facts(AgentEvents.Restored)[^1].Principal);
    }

    [Fact]
    public async Task A_change_is_taken_back_in_part_in_whole_or_kept()
    {
        Write("a.txt", "1\n2\n3\n4\n5\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("change a.txt 1|two|3|4|five");
        await ChangedAsync(client, 1);
        Assert.True((await client.RunAsync("review", new { turn = 1, path = "a.txt", line = 2, before = "2\n", after = "two\n" })).Ok);
        Assert.Equal("1\n2\n3\n4\nfive\n", Read("a.txt"));

        // It was changed since: the part is found where it is now, as long as that is one place.
        Write("a.txt", "0\n1\n2\n3\n4\nfive\n");
        Assert.True((await client.RunAsync("review", new { turn = 1, path = "a.txt", line = 5, before = "5\n", after = "five\n" })).Ok);
        Assert.Equal("0\n1\n2\n3\n4\n5\n", Read("a.txt"));
        Assert.Equal("agent.changed-since", (await client.RunAsync("review", new { turn = 1, path = "a.txt", line = 5, before = "5\n", after = "five\n" })).Code);
        Assert.Equal("agent.no-change", (await client.RunAsync("review", new { turn = 1, path = "b.txt" })).Code);

        await client.AskAsync("change a.txt all new");
        await ChangedAsync(client, 2);
        Assert.True((await client.RunAsync("review", new { turn = 2, path = "a.txt", accept = true })).Ok);
        Assert.Equal("all new\n", Read("a.txt"));
        Assert.True((await client.RunAsync("review", new { turn = 2, path = "a.txt" })).Ok);
        Assert.Equal("0\n1\n2\n3\n4\n5\n", Read("a.txt"));
    }

    [Fact]
    public async Task What_was_deleted_comes_back_where_it_was_also_when_lines_before_it_moved()
    {
        Write("a.txt", "1\n2\n3\n4\n5\n6\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("change a.txt 1|new|more|2|3|6");
        await ChangedAsync(client, 1);
        Assert.True((await client.RunAsync("review", new { turn = 1, path = "a.txt", line = 2, before = "", after = "new\nmore\n" })).Ok);
        Assert.Equal("1\n2\n3\n6\n", Read("a.txt"));
        Assert.True((await client.RunAsync("review", new { turn = 1, path = "a.txt", line = 6, before = "4\n5\n", after = "" })).Ok);
        Assert.Equal("1\n2\n3\n4\n5\n6\n", Read("a.txt"));
    }

    [Fact]
    public async Task A_turn_in_which_the_runner_was_killed_is_known_all_the_same()
    {
        Write("a.txt", "one\n");
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await client.AskAsync("change a.txt two");
        await ChangedAsync(client, 1);
        await client.PromptAsync("slow 60");
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Said && message.Data!.Value.GetProperty("turn").GetInt32() == 2);
        await Task.Delay(300);
        await client.DisposeAsync();
        await runner.KillRunnerAsync();
        Write("a.txt", "three\n");
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.EndedAsync(2);
        var file = Assert.Single((await ChangedAsync(after, 2)).Files);
        Assert.Equal("two\n", await ContentAsync(runner, file.Before!));
        Assert.Equal("three\n", await ContentAsync(runner, file.After!));
    }

    [Fact]
    public async Task What_is_written_through_us_is_known_also_where_there_is_too_much_to_look_through_and_git_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_home, ".git", "objects"));
        for (var i = 0; i < 21_000; i++)
        {
            if (i % 1000 == 0)
            {
                Directory.CreateDirectory(Path.Combine(_home, $"many{i / 1000}"));
            }

            File.Create(Path.Combine(_home, $"many{i / 1000}", $"{i}")).Dispose();
        }

        Write("a.txt", "one\n");
        await using var runner = await StartAsync();
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.PromptAsync("write a.txt two");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "allow" });
        await client.EndedAsync(1);
        var changed = await ChangedAsync(client, 1);

        // On a busy machine the time may run out before.
        Assert.Matches("more than (20000 files|5 s )", changed.Incomplete);
        Assert.Equal("one\n", await ContentAsync(runner, Assert.Single(changed.Files).Before!));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_home, ".git", "objects")));
    }

    [Fact]
    public async Task From_a_line_one_comes_to_the_turn_that_wrote_it_and_to_who_allowed_it()
    {
        Write("a.txt", "one\ntwo\n");
        await using var runner = await StartAsync();
        var (session, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("change a.txt one|inserted|two");
        await ChangedAsync(client, 1);
        await client.PromptAsync("edit a.txt last");
        await client.RunAsync("answer", new { ask = (await client.AskedAsync()).Ask, option = "allow" });
        await client.EndedAsync(2);
        await ChangedAsync(client, 2);
        Write("a.txt", "mine\n" + Read("a.txt"));
        Assert.Equal("mine\none\ninserted\ntwo\nlast\n", Read("a.txt"));

        var inserted = await OriginAsync(3);
        Assert.Equal((session.Id, 1, "change a.txt one|inserted|two", "p_test"), (inserted.Session, inserted.Turn, inserted.Prompt, inserted.By));
        var last = await OriginAsync(5);
        Assert.Equal(2, last.Turn);
        var call = Assert.Single(last.Calls);
        Assert.Equal(("Edit a.txt", "allow", "p_test"), (call.Title, call.Answer, call.AnsweredBy));
        foreach (var line in (int[])[1, 2, 4])
        {
            var (status, body) = await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/default/agents/origin?path=a.txt&line={line}");
            Assert.Equal(404, status);
            Assert.Contains("agent.no-origin", body, StringComparison.Ordinal);
        }

        Assert.Equal(403, (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents/origin?path=../x&line=1")).Status);

        async Task<AgentOrigin> OriginAsync(int line)
        {
            var (status, body) = await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/default/agents/origin?path=a.txt&line={line}");
            Assert.True(status == 200, body);
            return JsonSerializer.Deserialize(body, Wire.Default.AgentOrigin)!;
        }
    }

    [Fact]
    public async Task Agents_of_two_workspaces_in_one_folder_each_keep_what_was_there()
    {
        Write("a.txt", "one\n");
        await using var runner = await StartAsync();
        using var workspaces = new WorkspaceClient(runner);
        var other = (await workspaces.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = workspaces.Folder("shop") })).Id;
        var (_, client) = await runner.StartAgentAsync();
        await using var _ = client;
        await client.AskAsync("say something");

        // Nothing is there that the first workspace hasn't looked at.
        var address = $"/api/workspaces/{other}/sessions";
        var (session, problem) = await workspaces.SendAsync(
            HttpMethod.Post, address, new CreateSession { Kind = "agent", Command = AgentTalk.Scripted, Cwd = _home, Sandbox = SandboxMode.None },
            Wire.Default.CreateSession, Wire.Default.SessionInfo, other);
        Assert.True(session is not null, problem?.Detail);
        await UntilAsync(AgentEvents.Ready);
        var (result, _) = await workspaces.SendAsync(
            HttpMethod.Post, $"{address}/{session.Id}/command", new Command("c1", "prompt", JsonSerializer.SerializeToElement(new { text = "change a.txt two" })),
            Wire.Default.ClientMessage, Wire.Default.CommandResult, other);
        Assert.True(result!.Ok, result.Message);
        var file = Assert.Single(AgentTalk.Read(await UntilAsync(AgentEvents.Changed), Wire.Default.AgentChanged).Files);
        var (status, body) = await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/{other}/contents/{file.Before}", token: runner.Token(workspace: other));
        Assert.Equal((200, "one\n"), (status, body));

        async Task<EventMessage> UntilAsync(string type)
        {
            for (var patience = RunnerFixture.Patience; ; await Task.Delay(100, CancellationToken.None))
            {
                var conversation = await workspaces.GetAsync($"{address}/{session.Id}/conversation", Wire.Default.AgentConversation, other);
                if (conversation.Events.FirstOrDefault(one => one.Type == type) is { } found)
                {
                    return found;
                }

                Assert.False(patience.IsCancellationRequested, $"{type} is not among {string.Join(", ", conversation.Events.Select(one => $"{one.Type} {one.Data}"))}");
            }
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_home, name), text);

    private string Read(string name) => File.ReadAllText(Path.Combine(_home, name));

    private static async Task<string> ContentAsync(RunnerFixture runner, string hash)
    {
        var (status, body) = await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/default/contents/{hash}");
        Assert.Equal(200, status);
        return body;
    }

    private static async Task<AgentChanged> ChangedAsync(AttachedTestClient client, int turn) => await client.UntilAsync(
        () => client.Facts(AgentEvents.Changed).Select(fact => AgentTalk.Read(fact, Wire.Default.AgentChanged)).FirstOrDefault(changed => changed.Turn == turn));

    private Task<RunnerFixture> StartAsync() => RunnerFixture.StartAsync(variables: [("HOME", _home)]);
}
