using System.Text.Json;

namespace Dispatch.Protocol.Agents;

/// <summary>
/// The facts of a session of kind <c>agent</c>: a program that speaks the Agent Client Protocol, version 1, on its pipes. What stands in
/// them as JSON is the protocol's own, as the agent wrote it, and untrusted.
/// </summary>
public static class AgentEvents
{
    /// <summary>Payload: <see cref="AgentInitialized"/>.</summary>
    public const string Initialized = "agent.initialized";

    /// <summary>Payload: <see cref="AgentReady"/>. It can be prompted.</summary>
    public const string Ready = "agent.ready";

    /// <summary>Payload: <see cref="AgentFailed"/>. It runs, and can't be prompted.</summary>
    public const string Failed = "agent.failed";

    /// <summary>Payload: <see cref="AgentPrompted"/>, by the principal that did. Committed before the agent is told.</summary>
    public const string Prompted = "agent.prompted";

    /// <summary>Payload: <see cref="AgentUpdated"/>, a piece of its answer.</summary>
    public const string Said = "agent.said";

    /// <summary>Payload: <see cref="AgentUpdated"/>.</summary>
    public const string Thought = "agent.thought";

    /// <summary>Payload: <see cref="AgentUpdated"/>.</summary>
    public const string ToolCalled = "agent.tool-called";

    /// <summary>Payload: <see cref="AgentUpdated"/>.</summary>
    public const string ToolUpdated = "agent.tool-updated";

    /// <summary>Payload: <see cref="AgentUpdated"/>, the whole plan.</summary>
    public const string Planned = "agent.planned";

    /// <summary>Payload: <see cref="AgentUpdated"/>.</summary>
    public const string ModeChanged = "agent.mode-changed";

    /// <summary>Payload: <see cref="AgentUpdated"/>, all commands that begin with a slash.</summary>
    public const string CommandsOffered = "agent.commands-offered";

    /// <summary>Payload: <see cref="AgentUpdated"/> of a sort that this version doesn't know.</summary>
    public const string Noted = "agent.noted";

    /// <summary>Payload: <see cref="AgentAsked"/>. The agent waits for a person, unless it is decided already; then its answer follows.</summary>
    public const string Asked = "agent.asked";

    /// <summary>Payload: <see cref="AgentAnswered"/>, by the principal that did. Committed before the agent is told.</summary>
    public const string Answered = "agent.answered";

    /// <summary>Payload: <see cref="AgentTurnEnded"/>.</summary>
    public const string TurnEnded = "agent.turn-ended";

    /// <summary>Payload: <see cref="AgentTurnFailed"/>.</summary>
    public const string TurnFailed = "agent.turn-failed";

    /// <summary>Payload: <see cref="AgentRequested"/>. The agent uses a service of its client: a file or a terminal.</summary>
    public const string Requested = "agent.requested";

    /// <summary>Payload: <see cref="AgentWriting"/>. Committed before the file is written, and before a person is asked.</summary>
    public const string Writing = "agent.writing";

    /// <summary>Payload: <see cref="AgentServed"/>. Committed before the agent is told.</summary>
    public const string Served = "agent.served";

    /// <summary>Which fact an update of the protocol is, by its <c>sessionUpdate</c>.</summary>
    public static string OfUpdate(string? update) => update switch
    {
        "agent_message_chunk" => Said,
        "agent_thought_chunk" => Thought,
        "tool_call" => ToolCalled,
        "tool_call_update" => ToolUpdated,
        "plan" => Planned,
        "current_mode_update" => ModeChanged,
        "available_commands_update" => CommandsOffered,
        _ => Noted,
    };
}

/// <param name="Capabilities">What it can: <c>agentCapabilities</c>.</param>
/// <param name="Agent">What it calls itself: <c>agentInfo</c>.</param>
/// <param name="Auth">The ways to sign in: <c>authMethods</c>.</param>
public sealed record AgentInitialized(JsonElement? Capabilities, JsonElement? Agent, JsonElement? Auth);

/// <param name="AgentSession">The agent's own name of the conversation.</param>
/// <param name="Agent">What it calls itself.</param>
/// <param name="Modes">The mode that it is in, and those that it has.</param>
/// <param name="Models">The model that it uses, and those that it can.</param>
/// <param name="Prompt">What a prompt may have besides text.</param>
/// <param name="Loaded">True when it remembers the conversation before.</param>
public sealed record AgentReady(string AgentSession, JsonElement? Agent, JsonElement? Modes, JsonElement? Models, JsonElement? Prompt, bool Loaded);

/// <param name="Code">The protocol's; -32000 when it wants a sign-in.</param>
/// <param name="Auth">The ways to sign in.</param>
public sealed record AgentFailed(int Code, string Message, JsonElement? Auth);

/// <param name="Turn">From 1, in the session's order.</param>
/// <param name="Prompt">The content blocks.</param>
public sealed record AgentPrompted(int Turn, JsonElement Prompt);

/// <param name="Turn">0 for what came before the first.</param>
public sealed record AgentUpdated(int Turn, JsonElement Update);

/// <param name="Ask">What an answer names it by.</param>
/// <param name="Call">The tool call that it wants to make.</param>
/// <param name="Options">What can be answered.</param>
/// <param name="Verdict">What was decided of it at once, or why a person is to decide; absent when there is nothing to say of that.</param>
public sealed record AgentAsked(int Turn, string Ask, JsonElement Call, JsonElement Options, AgentVerdict? Verdict = null);

/// <param name="Option">The option's id; absent when nothing was chosen.</param>
/// <param name="Verdict">What answered in a person's stead; absent when a person did.</param>
public sealed record AgentAnswered(string Ask, string? Option, AgentVerdict? Verdict = null);

/// <param name="StopReason">As the agent gave it: <c>end_turn</c>, <c>max_tokens</c>, <c>max_turn_requests</c>, <c>refusal</c>, <c>cancelled</c>.</param>
public sealed record AgentTurnEnded(int Turn, string StopReason, JsonElement? Usage);

public sealed record AgentTurnFailed(int Turn, int Code, string Message);
