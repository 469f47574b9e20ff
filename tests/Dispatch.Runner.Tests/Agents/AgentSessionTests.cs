using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>Sessions of a scripted agent that speaks the real protocol on its pipes, through the real keeper.</summary>
public sealed class AgentSessionTests : IDisposable
{
    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    private static readonly string[] Scripted = ["node", Path.Combine(AppContext.BaseDirectory, "agent.mjs")];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_prompt_is_answered_and_all_of_it_is_in_the_log_in_order()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        var ready = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Ready), Wire.Default.AgentReady);
        Assert.False(ready.Loaded);

        Assert.True((await PromptAsync(client, "p1", "say well well well")).Ok);
        var ended = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded), Wire.Default.AgentTurnEnded);
        Assert.Equal((1, "end_turn"), (ended.Turn, ended.StopReason));
        var facts = Facts(client);
        Assert.Equal(
            [AgentEvents.Initialized, AgentEvents.Ready, AgentEvents.Prompted, AgentEvents.Said, AgentEvents.TurnEnded],
            facts.Select(fact => fact.Type).Distinct());
        Assert.Equal("p_test", facts[2].Principal);
        Assert.Equal("well well well", Said(facts));

        Assert.True((await PromptAsync(client, "p2", "think hard about it")).Ok);
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == 2);
        Assert.Contains(Facts(client), fact => fact.Type == AgentEvents.Thought);
    }

    [Fact]
    public async Task What_an_agent_asks_is_a_state_of_the_session_and_the_first_answer_counts()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        await PromptAsync(client, "p1", "edit asked.txt changed");
        var asked = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Asked), Wire.Default.AgentAsked);
        var waiting = (await runner.GetAsync(session.Id)).Waiting;
        Assert.Equal(("Edit asked.txt", asked.Ask), (waiting?.Text, Assert.Single(waiting!.Asks)));
        Assert.Equal("agent.option-unknown", (await AnswerAsync(client, "a0", asked.Ask, "perhaps")).Code);
        Assert.Equal("agent.busy", (await PromptAsync(client, "p2", "say more")).Code);

        // Two devices at once: one of them is too late, and the file is written once.
        await using var other = await runner.AttachAsync(session.Id);
        var answers = await Task.WhenAll(AnswerAsync(client, "a1", asked.Ask, "allow"), AnswerAsync(other, "a2", asked.Ask, "allow"));
        Assert.Equal([null, "agent.answered-already"], answers.Select(answer => answer.Code).Order());
        await client.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(session.Cwd, "asked.txt")));
        Assert.Null((await runner.GetAsync(session.Id)).Waiting);
        Assert.Single(Facts(client), fact => fact.Type == AgentEvents.Answered);
    }

    [Fact]
    public async Task A_question_outlives_the_runner_and_is_answered_after_it()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync(AgentEvents.Ready);
            await PromptAsync(client, "p1", "edit kept.txt once");
            await client.UntilAsync(AgentEvents.Asked);
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        var ask = Assert.Single((await runner.GetAsync(session.Id)).Waiting!.Asks);
        await using var after = await runner.AttachAsync(session.Id);
        Assert.True((await AnswerAsync(after, "a1", ask, "allow")).Ok);
        await after.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal("once\n", await File.ReadAllTextAsync(Path.Combine(session.Cwd, "kept.txt")));
        Assert.Equal(session.Pid, (await runner.GetAsync(session.Id)).Pid);
        Assert.Single(Facts(after), fact => fact.Type == AgentEvents.Ready);
    }

    [Fact]
    public async Task Words_that_come_together_are_one_fact_and_none_is_lost()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        var words = string.Join(' ', Enumerable.Range(1, 2000).Select(number => $"w{number}"));

        await PromptAsync(client, "p1", $"say {words}");
        await client.UntilAsync(AgentEvents.TurnEnded);

        Assert.Equal(words, Said(Facts(client)));
        Assert.InRange(Facts(client).Count(fact => fact.Type == AgentEvents.Said), 2, 500);
    }

    [Theory]
    [InlineData("slow 60", "", 60)]
    [InlineData("pace 1500 1", "word ", 1500)]
    public async Task A_runner_that_is_killed_in_the_middle_of_an_answer_loses_and_doubles_no_word(string prompt, string before, int words)
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilAsync(AgentEvents.Ready);
            await PromptAsync(client, "p1", prompt);
            await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Said && Text(message)!.Contains($"{before}{words / 6} ", StringComparison.Ordinal));
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var after = await runner.AttachAsync(session.Id);
        await after.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal(string.Concat(Enumerable.Range(1, words).Select(number => $"{before}{number} ")), Said(Facts(after)));
    }

    [Fact]
    public async Task It_is_stopped_and_prompted_again()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        Assert.Equal("agent.idle", (await RunAsync(client, new Command("c0", "cancel", null))).Code);
        await PromptAsync(client, "p1", "hang");
        Assert.True((await RunAsync(client, new Command("c1", "cancel", null))).Ok);
        var ended = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded), Wire.Default.AgentTurnEnded);
        Assert.Equal("cancelled", ended.StopReason);
        Assert.True((await PromptAsync(client, "p2", "say again")).Ok);
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == 2);
    }

    [Fact]
    public async Task An_agent_that_ended_goes_on_with_its_conversation_when_it_is_started_again()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        await PromptAsync(client, "p1", "say remember this");
        await client.UntilAsync(AgentEvents.TurnEnded);
        await PromptAsync(client, "p2", "die");
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.Equal(3, (await runner.GetAsync(session.Id)).ExitCode);

        Assert.Equal(200, (await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/restart")).Status);
        var ready = Read(
            await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Ready && Read(message, Wire.Default.AgentReady).Loaded), Wire.Default.AgentReady);
        Assert.NotEmpty(ready.AgentSession);

        // What it brought up of the past is in the log already.
        Assert.Equal("remember thisI am", Said(Facts(client)));
        await PromptAsync(client, "p3", "say on");
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == 3);
    }

    [Fact]
    public async Task An_agent_that_wants_a_sign_in_says_which_ways_there_are()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner, new Dictionary<string, string> { ["SCRIPTED_AUTH"] = "1" });
        await using var client = await runner.AttachAsync(session.Id);
        var failed = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Failed), Wire.Default.AgentFailed);
        Assert.Equal((-32000, "Authentication required"), (failed.Code, failed.Message));
        Assert.Equal("Set SCRIPTED_KEY.", failed.Auth!.Value[0].GetProperty("description").GetString());
        Assert.Equal("agent.not-ready", (await PromptAsync(client, "p1", "say hello")).Code);
    }

    [Fact]
    public async Task A_message_as_large_as_a_file_is_taken_in_and_half_of_a_character_ends_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        await PromptAsync(client, "p1", "large 700");
        await client.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal(700 * 1024, Said(Facts(client)).Length);
        await PromptAsync(client, "p2", "half");
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == 2);
        Assert.Equal(SessionState.Running, (await runner.GetAsync(session.Id)).State);
        var long3 = "{\"id\":\"p3\",\"name\":\"prompt\",\"data\":{\"text\":\"" + new string('é', 190_000) + "\"}}";
        Assert.Contains("agent.prompt-too-long", (await runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{session.Id}/command", long3)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ends_before_it_was_ready_is_told_of_by_its_own_words()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Command = ["/bin/sh", "-c", "echo 'no such model' >&2; exit 5"] });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        var failed = Read(Assert.Single(Facts(client), fact => fact.Type == AgentEvents.Failed), Wire.Default.AgentFailed);
        Assert.Equal("It ended, and said: no such model", failed.Message);
        Assert.Equal(5, (await runner.GetAsync(session.Id)).ExitCode);
    }

    [Fact]
    public async Task A_model_that_fails_ends_the_turn_and_lines_that_are_no_messages_are_passed_over()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)]);
        var session = await StartAsync(runner);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        await PromptAsync(client, "p1", "fail");
        var failed = Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnFailed), Wire.Default.AgentTurnFailed);
        Assert.Equal("The model is overloaded", failed.Message);
        await PromptAsync(client, "p2", "garble");
        await client.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal("Said after it.", Said(Facts(client)));
    }

    [Fact]
    public async Task Agents_are_listed_with_what_each_needs_and_one_of_ones_own_is_started_by_its_name()
    {
        var own = JsonSerializer.Serialize(Scripted);
        await using var runner = await RunnerFixture.StartAsync("{\"agents\":{\"mine\":" + own + "}}", [("HOME", _home)]);
        var list = JsonSerializer.Deserialize((await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/agents")).Body, Wire.Default.AgentList)!;
        Assert.Equal(["mine", "claude", "gemini", "codex", "opencode"], list.Items.Select(agent => agent.Id));
        Assert.True(list.Items[0].Installed);
        Assert.Contains("npm install", list.Items[1].Install, StringComparison.Ordinal);

        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Agent = "mine" });
        Assert.Equal("mine", session.Name);
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        var (status, refused) = await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", """{"kind":"agent","agent":"nobody"}""");
        Assert.Equal(400, status);
        Assert.Contains("agent.unknown", refused, StringComparison.Ordinal);

        // The same commands over HTTP, for a program that runs once.
        var path = $"/api/workspaces/default/sessions/{session.Id}/command";
        var (_, done) = await runner.SendAsync(HttpMethod.Post, path, """{"t":"command","id":"h1","name":"prompt","data":{"text":"say by HTTP"}}""");
        Assert.True(JsonSerializer.Deserialize<JsonElement>(done).GetProperty("ok").GetBoolean(), done);
        await client.UntilAsync(AgentEvents.TurnEnded);
        Assert.Equal("by HTTP", Said(Facts(client)));
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Post, path, """{"t":"command","id":"","name":"prompt"}""")).Status);
    }

    private static Task<SessionInfo> StartAsync(RunnerFixture runner, IReadOnlyDictionary<string, string>? env = null) =>
        runner.CreateAsync(new CreateSession { Kind = "agent", Command = Scripted, Env = env });

    private static Task<CommandResult> PromptAsync(AttachedTestClient client, string id, string text) => RunAsync(client, new Command(id, "prompt", Data(("text", text))));

    private static Task<CommandResult> AnswerAsync(AttachedTestClient client, string id, string ask, string option) =>
        RunAsync(client, new Command(id, "answer", Data(("ask", ask), ("option", option))));

    private static async Task<CommandResult> RunAsync(AttachedTestClient client, Command command)
    {
        await client.SendAsync(command);
        return await client.UntilAsync<CommandResult>(result => result.Id == command.Id);
    }

    private static JsonElement Data(params (string Name, string Value)[] fields) => JsonSerializer.SerializeToElement(fields.ToDictionary(field => field.Name, field => field.Value));

    private static List<EventMessage> Facts(AttachedTestClient client) =>
        [.. client.Messages.OfType<EventMessage>().Where(message => message.Type.StartsWith("agent.", StringComparison.Ordinal) && message.Type != AgentEvents.Told)];

    private static string Said(IEnumerable<EventMessage> facts) => string.Concat(facts.Where(fact => fact.Type == AgentEvents.Said).Select(Text));

    private static string? Text(EventMessage said) => Read(said, Wire.Default.AgentUpdated).Update.GetProperty("content").GetProperty("text").GetString();

    private static T Read<T>(EventMessage message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => message.Data!.Value.Deserialize(type)!;
}
