using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A prompt that is in the log, of which a runner that died doesn't know whether the agent has it.</summary>
public sealed class UnsureTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("leave", "say afterwards")]
    [InlineData("again", "hang")]
    public async Task It_is_never_sent_again_by_itself_but_a_person_is_asked(string decision, string next)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);

        // What the keeper is given in its sleep it passes on when it wakes, and says so to nobody.
        using (runner.PauseKeeper())
        {
            await agent.RunAsync("prompt", new { text = "hang" });
            await runner.KillRunnerAsync();
        }

        await runner.StartRunnerAsync();
        await agent.AttachAgainAsync();
        await agent.UntilAsync(AgentEvents.Unsure);
        Assert.True((await agent.RunAsync(decision)).Ok);
        Assert.Equal("unknown", (await agent.UntilEndedAsync(1)).Data!.Value.GetProperty("stopReason").GetString());
        if (decision == "again")
        {
            await agent.UntilAsync(AgentEvents.Told);
            Assert.Equal(next, agent.Facts.Last(fact => fact.Type == AgentEvents.Prompted).Data!.Value.GetProperty("prompt")[0].GetProperty("text").GetString());
            Assert.Equal("agent.heard", (await agent.RunAsync("again")).Code);
            await agent.RunAsync("cancel");
        }
        else
        {
            await agent.RunAsync("prompt", new { text = next });
        }

        await agent.UntilEndedAsync(2);
        Assert.Equal(2, agent.Facts.Count(fact => fact.Type == AgentEvents.Prompted));
    }

    [Fact]
    public async Task What_was_handed_back_with_it_is_handed_back_again_with_the_next()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_PLAIN", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say before");
        await agent.RunAsync("prompt", new { text = "die" });
        await agent.UntilAsync(EventTypes.SessionExited);
        await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/restart");
        await agent.Client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Ready && message.Seq > agent.Facts.Last(fact => fact.Type == AgentEvents.Said).Seq);
        using (runner.PauseKeeper())
        {
            await agent.RunAsync("prompt", new { text = "hang" });
            await runner.KillRunnerAsync();
        }

        await runner.StartRunnerAsync();
        await agent.AttachAgainAsync();
        await agent.UntilAsync(AgentEvents.Unsure);
        Assert.Single(agent.Facts, fact => fact.Type == AgentEvents.HandedBack);
        Assert.True((await agent.RunAsync("leave")).Ok);
        await agent.UntilEndedAsync(3);
        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(4, "context"));
        Assert.Contains("say before", answer.GetProperty("handed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_that_the_agent_is_known_to_have_is_not_asked_about()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.RunAsync("prompt", new { text = "hang" });
        await agent.UntilAsync(AgentEvents.Told);
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await agent.AttachAgainAsync();
        Assert.True((await agent.RunAsync("cancel")).Ok);
        await agent.UntilEndedAsync(1);
        Assert.DoesNotContain(agent.Facts, fact => fact.Type == AgentEvents.Unsure);
    }
}
