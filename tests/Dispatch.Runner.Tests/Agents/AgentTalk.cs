using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A person's side of a conversation with the scripted agent.</summary>
internal static class AgentTalk
{
    public static readonly string[] Scripted = ["node", Path.Combine(AppContext.BaseDirectory, "agent.mjs")];

    public static async Task<(SessionInfo Session, AttachedTestClient Client)> StartAgentAsync(this RunnerFixture runner, SandboxMode sandbox = SandboxMode.None)
    {
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Command = Scripted, Sandbox = sandbox });
        var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        return (session, client);
    }

    public static async Task<CommandResult> RunAsync(this AttachedTestClient client, string name, object data)
    {
        var id = Guid.NewGuid().ToString("n");
        await client.SendAsync(new Command(id, name, JsonSerializer.SerializeToElement(data)));
        return await client.UntilAsync<CommandResult>(result => result.Id == id);
    }

    public static async Task PromptAsync(this AttachedTestClient client, string text)
    {
        var result = await client.RunAsync("prompt", new { text });
        Assert.True(result.Ok, result.Message);
    }

    /// <summary>Prompts, and waits for the end of the turn.</summary>
    /// <returns>What the agent said.</returns>
    public static async Task<string> AskAsync(this AttachedTestClient client, string text)
    {
        var before = client.Facts(AgentEvents.Prompted).Count;
        await client.PromptAsync(text);
        return await client.EndedAsync(before + 1);
    }

    /// <returns>What the agent said in the turn.</returns>
    public static async Task<string> EndedAsync(this AttachedTestClient client, int turn)
    {
        await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.TurnEnded && Read(message, Wire.Default.AgentTurnEnded).Turn == turn);
        return string.Concat(client.Facts(AgentEvents.Said).Select(said => Read(said, Wire.Default.AgentUpdated)).Where(said => said.Turn == turn)
            .Select(said => said.Update.GetProperty("content").GetProperty("text").GetString()));
    }

    public static async Task<AgentAsked> AskedAsync(this AttachedTestClient client) =>
        Read(await client.UntilAsync<EventMessage>(message => message.Type == AgentEvents.Asked), Wire.Default.AgentAsked);

    public static List<EventMessage> Facts(this AttachedTestClient client, string type) => [.. client.Messages.OfType<EventMessage>().Where(message => message.Type == type)];

    public static T Read<T>(EventMessage message, JsonTypeInfo<T> type) => message.Data!.Value.Deserialize(type)!;
}
