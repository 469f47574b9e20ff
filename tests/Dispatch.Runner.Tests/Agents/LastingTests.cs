using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A conversation outlives its agent, can be gone back in, and be the beginning of another.</summary>
public sealed class LastingTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task An_agent_that_can_load_nothing_is_handed_back_what_was_said()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_PLAIN", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say the magic word is xyzzy");
        await agent.RunAsync("prompt", new { text = "die" });
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/restart");
        await agent.Client.UntilAsync<Protocol.Attach.EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > agent.Facts.Last(fact => fact.Type == AgentEvents.Said).Seq);

        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(3, "context"));
        var handed = answer.GetProperty("handed").GetString()!;
        Assert.Contains("the magic word is xyzzy", handed, StringComparison.Ordinal);
        Assert.Contains("## 2", handed, StringComparison.Ordinal);
        var fact = agent.Facts.Single(fact => fact.Type == AgentEvents.HandedBack).Data!.Value.Deserialize(Wire.Default.AgentHandedBack);
        Assert.Equal(new AgentHandedBack(2, 0, false), fact);

        // Once: it knows it from here on.
        Assert.Equal("", JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(4, "context")).GetProperty("handed").GetString());
    }

    [Fact]
    public async Task A_conversation_is_rolled_back_to_a_turn_and_goes_on_from_there()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say first");
        await agent.AskAsync(2, "say second");
        await agent.AskAsync(3, "say third");
        Assert.Equal("agent.turn-unknown", (await agent.RunAsync("rewind", new { turn = 9 })).Code);
        Assert.True((await agent.RunAsync("rewind", new { turn = 1 })).Ok);
        var rewound = await agent.UntilAsync(AgentEvents.Rewound);
        await agent.Client.UntilAsync<Protocol.Attach.EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > rewound.Seq);

        var handed = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(4, "context")).GetProperty("handed").GetString()!;
        Assert.Contains("say first", handed, StringComparison.Ordinal);
        Assert.DoesNotContain("second", handed, StringComparison.Ordinal);
        Assert.Equal("agent.turn-unknown", (await agent.RunAsync("rewind", new { turn = 2 })).Code);
        Assert.Equal([new TurnRange(1, 1), new TurnRange(4, 4)], (await agent.ReadAsync()).Present!.Line);

        // Also after the runner's death the turns that were left out are left out.
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal([new TurnRange(1, 1), new TurnRange(4, 4)], (await agent.ReadAsync()).Present!.Line);
    }

    [Fact]
    public async Task A_long_conversation_is_handed_back_whole_and_in_order()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        const int turns = 44;
        for (var turn = 1; turn <= turns; turn++)
        {
            await agent.AskAsync(turn, $"say word {turn}.");
        }

        Assert.True((await agent.RunAsync("rewind", new { turn = turns - 1 })).Ok);
        var rewound = await agent.UntilAsync(AgentEvents.Rewound);
        await agent.Client.UntilAsync<Protocol.Attach.EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > rewound.Seq);
        var handed = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(turns + 1, "context")).GetProperty("handed").GetString()!;
        var said = Enumerable.Range(1, turns - 1).Select(turn => handed.IndexOf($"say word {turn}.", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, said);
        Assert.Equal(said.Order(), said);
        Assert.DoesNotContain($"word {turns}.", handed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fork_begins_with_the_turns_up_to_one_and_stays_when_the_other_is_removed()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say kept");
        await agent.AskAsync(2, "say left");
        var (status, refused) = await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", $$$"""{"fork":{"session":"{{{agent.Session.Id}}}","turn":7}}""");
        Assert.Equal(400, status);
        Assert.Contains("agent.turn-unknown", refused, StringComparison.Ordinal);

        var forked = await runner.CreateAsync(new CreateSession { Fork = new ForkOf(agent.Session.Id, 1) });
        Assert.Equal(agent.Session.Command, forked.Command);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/end", """{"signal":"SIGKILL"}""");
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Delete, agent.Address);

        await using var fork = await ScriptedAgent.AttachAsync(runner, forked);
        await fork.UntilAsync(AgentEvents.Ready);
        Assert.Equal("kept", fork.Said(1));
        Assert.Equal("", fork.Said(2));
        var answer = JsonSerializer.Deserialize<JsonElement>(await fork.AskAsync(2, "context"));
        Assert.Contains("say kept", answer.GetProperty("handed").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("left", answer.GetProperty("handed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_can_fork_is_asked_to_where_all_of_it_is_taken()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_FORK", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say kept");
        await using var fork = await ScriptedAgent.AttachAsync(runner, await runner.CreateAsync(new CreateSession { Fork = new ForkOf(agent.Session.Id) }));
        var ready = (await fork.UntilAsync(AgentEvents.Ready)).Data!.Value.Deserialize(Wire.Default.AgentReady)!;
        Assert.True(ready.Loaded);
        Assert.Contains("-fork", ready.AgentSession, StringComparison.Ordinal);
        var answer = JsonSerializer.Deserialize<JsonElement>(await fork.AskAsync(2, "context"));
        Assert.Equal(("", "say kept"), (answer.GetProperty("handed").GetString(), answer.GetProperty("own")[0].GetString()));
    }

    [Fact]
    public async Task An_agent_that_was_started_anew_and_knows_nothing_is_not_forked_but_its_log_is()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_FORK", "1"), ("SCRIPTED_PLAIN", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say kept");
        var before = agent.Facts[^1].Seq;
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/end", """{"signal":"SIGKILL"}""");
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/restart");
        await agent.Client.UntilAsync<Protocol.Attach.EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > before);
        await using var fork = await ScriptedAgent.AttachAsync(runner, await runner.CreateAsync(new CreateSession { Fork = new ForkOf(agent.Session.Id) }));
        await fork.UntilAsync(AgentEvents.Ready);
        var answer = JsonSerializer.Deserialize<JsonElement>(await fork.AskAsync(2, "context"));
        Assert.Contains("say kept", answer.GetProperty("handed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stretch_of_a_conversation_is_read_from_its_end_with_what_belongs_together_put_together()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        for (var turn = 1; turn <= 5; turn++)
        {
            await agent.AskAsync(turn, $"say one two {turn}");
        }

        var last = await agent.ReadAsync("?turns=2");
        Assert.Equal(
            [AgentEvents.Prompted, AgentEvents.Said, AgentEvents.TurnEnded, AgentEvents.Prompted, AgentEvents.Said, AgentEvents.TurnEnded], last.Events.Select(one => one.Type));
        Assert.Equal("one two 5", last.Events[4].Data!.Value.GetProperty("update").GetProperty("content").GetProperty("text").GetString());
        Assert.Equal((3, true), (last.Earlier, last.Present!.Ready));
        Assert.Equal("ask", last.Present.Latest[AgentEvents.Ready].GetProperty("modes").GetProperty("currentModeId").GetString());

        var before = await agent.ReadAsync($"?turns=2&before={last.Before}");
        Assert.Equal([2, 3], before.Events.Where(one => one.Type == AgentEvents.Prompted).Select(one => one.Data!.Value.GetProperty("turn").GetInt32()));
        var first = await agent.ReadAsync($"?turns=2&before={before.Before}");
        Assert.Null(first.Before);
        Assert.Equal("session.created", first.Events[0].Type);
        Assert.Contains(first.Events, one => one.Type == AgentEvents.Ready);

        // Attached from there, nothing is missing and nothing comes twice.
        Assert.Equal(last.Seq, (await agent.ReadAsync("?turns=1")).Seq);
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Get, $"{agent.Address}/conversation?turns=0")).Status);
        var shell = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        Assert.Equal(409, (await runner.SendAsync(HttpMethod.Get, $"/api/workspaces/default/sessions/{shell.Id}/conversation")).Status);
    }

    [Fact]
    public async Task Large_turns_come_in_several_stretches_and_each_comes_whole()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say little");
        await agent.AskAsync(2, "flood 5");
        await agent.AskAsync(3, "flood 3");
        await agent.AskAsync(4, "say a little");

        var last = await agent.ReadAsync();
        Assert.Equal(2, last.Earlier);
        Assert.Equal([3, 4], Turns(last));
        var before = await agent.ReadAsync($"?before={last.Before}");
        Assert.Equal(1, before.Earlier);
        Assert.Equal([2], Turns(before));
        Assert.Equal(5_000_000, before.Events.Where(one => one.Type == AgentEvents.Said).Sum(one => one.Data!.Value.GetProperty("update").GetProperty("content").GetProperty("text").GetString()!.Length));
        var first = await agent.ReadAsync($"?before={before.Before}");
        Assert.Equal((0, null, "session.created"), (first.Earlier, first.Before, first.Events[0].Type));
        Assert.Equal([1], Turns(first));

        static int[] Turns(AgentConversation stretch) =>
            [.. stretch.Events.Where(one => one.Type == AgentEvents.Prompted).Select(one => one.Data!.Value.GetProperty("turn").GetInt32())];
    }

    [Fact]
    public async Task All_conversations_are_searched_and_one_is_exported()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var first = await ScriptedAgent.StartAsync(runner);
        await using var second = await ScriptedAgent.StartAsync(runner);
        await first.UntilAsync(AgentEvents.Ready);
        await second.UntilAsync(AgentEvents.Ready);
        await first.AskAsync(1, "say the Needle is in the hay");
        await second.AskAsync(1, "say nothing of it");
        await second.AskAsync(2, "think of a needle, and of a second one");
        var (_, body) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents/search?q=needle");
        var found = JsonSerializer.Deserialize(body, Wire.Default.ConversationSearch)!;
        Assert.Null(found.Next);
        Assert.Equal(
            [(second.Session.Id, 2, true), (first.Session.Id, 1, false), (first.Session.Id, 1, true)],
            found.Items.Select(match => (match.Session, match.Turn, match.Prompt)));
        Assert.All(found.Items, match => Assert.Equal("needle", match.Text.Substring(match.At, 6), ignoreCase: true));
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents/search?q=")).Status);

        await second.RunAsync("rewind", new { turn = 1 });
        await second.UntilAsync(AgentEvents.Rewound);
        var (_, markdown) = await runner.SendAsync(HttpMethod.Get, $"{second.Address}/conversation/export");
        Assert.Contains("## 1\n\n### User\n\nsay nothing of it\n\n### Agent\n\nnothing of it\n", markdown, StringComparison.Ordinal);
        Assert.Contains("rolled back from what follows._\n\n## 2", markdown, StringComparison.Ordinal);
        var (_, json) = await runner.SendAsync(HttpMethod.Get, $"{second.Address}/conversation/export?format=json");
        var exported = JsonSerializer.Deserialize(json, Wire.Default.ExportedConversation)!;
        Assert.Equal([new TurnRange(1, 1)], exported.Line);
        Assert.Equal(2, exported.Events.Count(one => one.Type == AgentEvents.Prompted));
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Get, $"{second.Address}/conversation/export?format=pdf")).Status);
    }
}
