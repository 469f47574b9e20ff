using System.Text.Json;
using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What a person can send to an agent, and what becomes of it when it isn't its turn.</summary>
public sealed class PromptTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    private static readonly object[] Blocks =
    [
        new { type = "text", text = "blocks of all sorts" },
        new { type = "image", mimeType = "image/png", data = "iVBORw0KGgo=", evil = "left out" },
        new { type = "resource_link", uri = "file:///src/a.ts", name = "a.ts" },
        new { type = "resource", resource = new { uri = "dispatch://session/x/screen", mimeType = "text/plain", text = "$ make" } },
    ];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_prompt_has_text_pictures_files_and_what_a_terminal_shows()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.True((await agent.RunAsync("prompt", new { blocks = Blocks })).Ok);
        await agent.UntilEndedAsync(1);
        Assert.Equal("text:blocks of all sorts image:image/png resource_link:file:///src/a.ts resource:dispatch://session/x/screen", agent.Said(1));
        var prompted = agent.Facts.Single(fact => fact.Type == AgentEvents.Prompted).Data!.Value;
        Assert.DoesNotContain("evil", prompted.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("c1", prompted.GetProperty("command").GetString());

        Assert.Equal("agent.prompt-unknown", (await agent.RunAsync("prompt", new { blocks = new[] { new { type = "audio", data = "" } } })).Code);
        Assert.Equal("agent.prompt-unknown", (await agent.RunAsync("prompt", new { blocks = new[] { new { type = "image", mimeType = "image/svg+xml", data = "PHN2Zz4=" } } })).Code);
        Assert.Equal("agent.prompt-empty", (await agent.RunAsync("prompt", new { blocks = Array.Empty<object>() })).Code);
        var large = new { type = "image", mimeType = "image/png", data = new string('A', 200_000) };
        Assert.Equal("agent.prompt-too-long", (await agent.RunAsync("prompt", new { blocks = new[] { large } })).Code);
    }

    [Fact]
    public async Task An_agent_of_text_alone_gets_what_a_terminal_shows_as_text_and_no_pictures()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_PLAIN", "1"));
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.Equal("agent.no-images", (await agent.RunAsync("prompt", new { blocks = Blocks })).Code);
        Assert.True((await agent.RunAsync("prompt", new { blocks = new[] { Blocks[0], Blocks[3] } })).Ok);
        await agent.UntilEndedAsync(1);
        Assert.Contains("text:\n\ndispatch://session/x/screen:\n\n$ make", agent.Said(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_while_it_answers_waits_in_order_over_the_death_of_the_runner_and_can_be_changed()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.RunAsync("prompt", new { text = "edit asked.txt hello" });
        await agent.UntilAsync(AgentEvents.Asked);
        foreach (var text in new[] { "say one", "say two", "say three" })
        {
            Assert.True((await agent.RunAsync("prompt", new { text, queue = true })).Ok);
        }

        Assert.True((await agent.RunAsync("queue-edit", new { queued = 3, text = "say last" })).Ok);
        Assert.True((await agent.RunAsync("queue-remove", new { queued = 2 })).Ok);
        Assert.Equal("agent.not-queued", (await agent.RunAsync("queue-remove", new { queued = 2 })).Code);

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await agent.AttachAgainAsync();
        Assert.Equal([1, 3], (await agent.ReadAsync()).Present!.Queue.Select(queued => queued.Queued));
        await agent.RunAsync("answer", new { allow = true });
        await agent.UntilEndedAsync(3);
        Assert.Equal(("one", "last"), (agent.Said(2), agent.Said(3)));
        Assert.Equal(
            [1, 3], agent.Facts.Where(fact => fact.Type == AgentEvents.Prompted).Skip(1).Select(fact => fact.Data!.Value.GetProperty("queued").GetInt32()));
        Assert.Empty((await agent.ReadAsync()).Present!.Queue);
    }

    [Fact]
    public async Task An_answer_is_one_text_although_something_was_queued_in_the_middle_of_it()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.RunAsync("prompt", new { text = "slow 20" });
        await agent.UntilAsync(AgentEvents.Said);
        await agent.RunAsync("prompt", new { text = "say two", queue = true });
        await agent.UntilEndedAsync(2);

        var (_, markdown) = await runner.SendAsync(HttpMethod.Get, $"{agent.Address}/conversation/export");
        Assert.Contains($"### Agent\n\n{string.Join(' ', Enumerable.Range(1, 20))}\n\n## 2", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_turn_that_failed_or_was_stopped_what_is_queued_waits_for_a_person()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.RunAsync("prompt", new { text = "hang" });
        await agent.RunAsync("prompt", new { text = "say later", queue = true });
        await agent.RunAsync("cancel");
        await agent.UntilEndedAsync(1);
        var present = (await agent.ReadAsync()).Present!;
        Assert.True(present.Held);
        Assert.Single(present.Queue);
        Assert.DoesNotContain(agent.Facts, fact => fact.Type == AgentEvents.Prompted && fact.Data!.Value.GetProperty("turn").GetInt32() == 2);
        Assert.True((await agent.RunAsync("queue-continue")).Ok);
        await agent.UntilEndedAsync(2);
        Assert.Equal("later", agent.Said(2));
        Assert.Equal("agent.not-queued", (await agent.RunAsync("queue-continue")).Code);
    }

    [Fact]
    public async Task The_model_and_options_are_the_agents_and_what_it_refuses_is_said()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        var ready = (await agent.UntilAsync(AgentEvents.Ready)).Data!.Value;
        Assert.Equal("small", ready.GetProperty("models").GetProperty("currentModelId").GetString());
        Assert.Equal("effort", ready.GetProperty("options")[0].GetProperty("id").GetString());
        Assert.True((await agent.RunAsync("model", new { model = "large" })).Ok);
        Assert.True((await agent.RunAsync("option", new { option = "effort", value = "high" })).Ok);
        var refused = await agent.RunAsync("model", new { model = "huge" });
        Assert.Equal(("agent.refused", "The agent refused: There is no model huge"), (refused.Code, refused.Message));
        await agent.UntilAsync(AgentEvents.OptionsChanged, data => data.GetProperty("update").GetProperty("configOptions")[0].GetProperty("currentValue").GetString() == "high");
        await agent.UntilAsync(AgentEvents.ModelChanged, data => data.GetProperty("update").GetProperty("currentModelId").GetString() == "large");
        var answer = JsonSerializer.Deserialize<JsonElement>(await agent.AskAsync(1, "context"));
        Assert.Equal(("large", "high"), (answer.GetProperty("model").GetString(), answer.GetProperty("effort").GetString()));
    }

    [Fact]
    public async Task A_person_signs_in_and_the_agent_begins()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner, ("SCRIPTED_AUTH", "1"));
        await agent.UntilAsync(AgentEvents.Failed);
        Assert.Equal("agent.refused", (await agent.RunAsync("authenticate", new { method = "guess" })).Code);
        Assert.True((await agent.RunAsync("authenticate", new { method = "key" })).Ok);
        await agent.UntilAsync(AgentEvents.Ready);
        Assert.Equal("hello", await agent.AskAsync(1, "say hello"));
        Assert.Equal("agent.signed-in", (await agent.RunAsync("authenticate", new { method = "key" })).Code);
    }

    [Fact]
    public async Task A_command_that_is_sent_twice_over_HTTP_is_applied_once()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        const string Body = """{"t":"command","id":"same","name":"prompt","data":{"text":"say once"}}""";
        var answers = await Task.WhenAll(
            runner.SendAsync(HttpMethod.Post, $"{agent.Address}/command", Body), runner.SendAsync(HttpMethod.Post, $"{agent.Address}/command", Body));
        Assert.All(answers, answer => Assert.Contains("\"ok\":true", answer.Body, StringComparison.Ordinal));
        await agent.UntilEndedAsync(1);
        Assert.Contains("\"ok\":true", (await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/command", Body)).Body, StringComparison.Ordinal);
        Assert.Equal("twice", await agent.AskAsync(2, "say twice"));
        Assert.Equal(2, agent.Facts.Count(fact => fact.Type == AgentEvents.Prompted));
    }

    [Fact]
    public async Task An_agent_that_says_a_hundred_megabytes_fills_no_disk_and_can_be_prompted_afterwards()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.RunAsync("prompt", new { text = "flood 100" });
        var flooded = await agent.UntilAsync(AgentEvents.Flooded);
        await agent.UntilEndedAsync(1);
        Assert.InRange(flooded.Data!.Value.GetProperty("kept").GetInt64(), 15_000_000, 16 * 1024 * 1024);
        Assert.InRange(agent.Said(1).Length, 15_000_000, 16 * 1024 * 1024);
        Assert.Single(agent.Facts, fact => fact.Type == AgentEvents.Flooded);
        Assert.Equal("still here", await agent.AskAsync(2, "say still here"));
    }
}
