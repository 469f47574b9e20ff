using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A session of the scripted agent, with the runner that it is of, as a client has it.</summary>
internal sealed class ScriptedAgent : IAsyncDisposable
{
    private int _commands;

    private ScriptedAgent(RunnerFixture runner, SessionInfo session, AttachedTestClient client) => (Runner, Session, Client) = (runner, session, client);

    public static string[] Program { get; } = ["node", Path.Combine(AppContext.BaseDirectory, "agent.mjs")];

    public RunnerFixture Runner { get; }

    public SessionInfo Session { get; }

    public AttachedTestClient Client { get; private set; }

    public IReadOnlyList<EventMessage> Facts =>
        [.. Client.Messages.OfType<EventMessage>().Where(message => message.Type.StartsWith("agent.", StringComparison.Ordinal))];

    public string Address => $"/api/workspaces/default/sessions/{Session.Id}";

    public static async Task<ScriptedAgent> StartAsync(RunnerFixture runner, params (string Name, string Value)[] env) =>
        await AttachAsync(runner, await runner.CreateAsync(new CreateSession { Kind = "agent", Command = Program, Env = env.ToDictionary(one => one.Name, one => one.Value) }));

    public static async Task<ScriptedAgent> AttachAsync(RunnerFixture runner, SessionInfo session) => new(runner, session, await runner.AttachAsync(session.Id));

    /// <summary>Attaches anew, as after the runner's death.</summary>
    public async Task AttachAgainAsync()
    {
        await Client.DisposeAsync();
        Client = await Runner.AttachAsync(Session.Id);
    }

    public async Task<CommandResult> RunAsync(string name, object? data = null)
    {
        var command = new Command($"c{++_commands}", name, data is null ? null : JsonSerializer.SerializeToElement(data));
        await Client.SendAsync(command);
        return await Client.UntilAsync<CommandResult>(result => result.Id == command.Id);
    }

    public Task<EventMessage> UntilAsync(string type, Func<JsonElement, bool>? which = null) =>
        Client.UntilAsync<EventMessage>(message => message.Type == type && (which is null || which(message.Data!.Value)));

    public Task<EventMessage> UntilEndedAsync(int turn) => UntilAsync(AgentEvents.TurnEnded, data => data.GetProperty("turn").GetInt32() == turn);

    /// <summary>Prompts, and what it answered.</summary>
    public async Task<string> AskAsync(int turn, string text)
    {
        var result = await RunAsync("prompt", new { text });
        Assert.True(result.Ok, result.Message);
        await UntilEndedAsync(turn);
        return Said(turn);
    }

    public string Said(int turn) => string.Concat(Facts
        .Where(fact => fact.Type == AgentEvents.Said && fact.Data!.Value.GetProperty("turn").GetInt32() == turn)
        .Select(fact => fact.Data!.Value.GetProperty("update").GetProperty("content").GetProperty("text").GetString()));

    public async Task<AgentConversation> ReadAsync(string query = "")
    {
        var (status, body) = await Runner.SendAsync(HttpMethod.Get, $"{Address}/conversation{query}");
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.AgentConversation)!;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
