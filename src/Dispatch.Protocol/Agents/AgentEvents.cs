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

    /// <summary>Payload: <see cref="AgentTurn"/>. The agent's input has the prompt; of turn 0: what asks it to take up a conversation.</summary>
    public const string Told = "agent.told";

    /// <summary>Payload: <see cref="AgentTurn"/>. The runner died before it knew whether the agent was given the prompt: a person says whether it is sent again.</summary>
    public const string Unsure = "agent.unsure";

    /// <summary>Payload: <see cref="AgentQueued"/>, by the principal that did. The same number again: its prompt was changed.</summary>
    public const string Queued = "agent.queued";

    /// <summary>Payload: <see cref="AgentUnqueued"/>, by the principal that did.</summary>
    public const string Unqueued = "agent.unqueued";

    /// <summary>No payload. A person let the queue go on after a turn that did not end well.</summary>
    public const string QueueContinued = "agent.queue-continued";

    /// <summary>Payload: <see cref="AgentRewound"/>, by the principal that did. What came after is no longer part of the conversation.</summary>
    public const string Rewound = "agent.rewound";

    /// <summary>Payload: <see cref="AgentForked"/>. What follows up to the first start was taken over from another session.</summary>
    public const string Forked = "agent.forked";

    /// <summary>
    /// Payload: <see cref="AgentTakenUp"/>, by the principal that did. The agent is to go on with a conversation that it had before, and tells what was
    /// said in it up to <see cref="Ready"/>.
    /// </summary>
    public const string TakenUp = "agent.taken-up";

    /// <summary>Payload: <see cref="AgentNotTakenUp"/>. What was told of it is not part of the conversation; another one begins.</summary>
    public const string NotTakenUp = "agent.not-taken-up";

    /// <summary>Payload: <see cref="AgentHandedBack"/>. The agent did not have the conversation any more, and is given it with the prompt that follows.</summary>
    public const string HandedBack = "agent.handed-back";

    /// <summary>Payload: <see cref="AgentFlooded"/>. It says more in one turn than is kept.</summary>
    public const string Flooded = "agent.flooded";

    /// <summary>Payload: <see cref="AgentUpdated"/>, all options of the conversation (<c>configOptions</c>).</summary>
    public const string OptionsChanged = "agent.options-changed";

    /// <summary>Payload: <see cref="AgentUpdated"/> with <c>currentModelId</c>.</summary>
    public const string ModelChanged = "agent.model-changed";

    /// <summary>Payload: <see cref="AgentUpdated"/>: <c>used</c> and <c>size</c> of its context in tokens, <c>cost</c> so far.</summary>
    public const string Metered = "agent.metered";

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

    /// <summary>Payload: <see cref="AgentChanged"/>. After the end of a turn that changed files.</summary>
    public const string Changed = "agent.changed";

    /// <summary>Payload: <see cref="AgentRestored"/>, by the principal that did.</summary>
    public const string Restored = "agent.restored";

    /// <summary>Payload: <see cref="AgentReviewed"/>, by the principal that did.</summary>
    public const string Reviewed = "agent.reviewed";

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
        "config_option_update" => OptionsChanged,
        "current_model_update" => ModelChanged,
        "usage_update" => Metered,
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
/// <param name="Options">What can be chosen for the conversation, such as the model: <c>configOptions</c>.</param>
/// <param name="Lists">True when it lists conversations that it had before, and can go on with one.</param>
public sealed record AgentReady(
    string AgentSession, JsonElement? Agent, JsonElement? Modes, JsonElement? Models, JsonElement? Prompt, bool Loaded, JsonElement? Options = null, bool? Lists = null);

/// <param name="Code">The protocol's; -32000 when it wants a sign-in.</param>
/// <param name="Auth">The ways to sign in.</param>
public sealed record AgentFailed(int Code, string Message, JsonElement? Auth);

/// <param name="Turn">From 1, in the session's order.</param>
/// <param name="Prompt">The content blocks.</param>
/// <param name="Command">The id of the command that it was given by.</param>
/// <param name="Queued">The number that it was queued under, if it was.</param>
/// <param name="Earlier">True of what was said elsewhere before, as the agent tells it: nobody prompts it again.</param>
public sealed record AgentPrompted(int Turn, JsonElement Prompt, string? Command = null, int? Queued = null, bool? Earlier = null);

public sealed record AgentTurn(int Turn);

/// <param name="Queued">From 1, in the session's order; what it is changed and taken back by.</param>
/// <param name="Prompt">The content blocks.</param>
/// <param name="Command">The id of the command that it was given by.</param>
/// <param name="By">The principal that wrote it: the prompt is theirs when it is sent.</param>
public sealed record AgentQueued(int Queued, JsonElement Prompt, string? Command, string By);

public sealed record AgentUnqueued(int Queued);

/// <param name="Turn">The last that is left; 0 for none.</param>
public sealed record AgentRewound(int Turn);

/// <param name="Session">The session that it was taken from.</param>
/// <param name="Name">That session's name then.</param>
/// <param name="Turn">The last turn that was taken over.</param>
/// <param name="AgentSession">The agent's own name of that conversation, where all of it was taken over: an agent that can fork goes on from it.</param>
public sealed record AgentForked(string Session, string Name, int Turn, string? AgentSession);

/// <param name="AgentSession">The agent's own name of that conversation.</param>
/// <param name="Title">What the agent calls it; untrusted.</param>
/// <param name="Tells">Whether it tells what was said in it; one that doesn't goes on with it all the same.</param>
public sealed record AgentTakenUp(string AgentSession, string? Title, bool Tells);

/// <param name="Message">Why not, in the agent's words.</param>
public sealed record AgentNotTakenUp(string Message);

/// <param name="Turns">How many turns it is given.</param>
/// <param name="Left">How many there were before those, for which there was no room.</param>
/// <param name="Cut">Whether a text among them was shortened.</param>
public sealed record AgentHandedBack(int Turns, int Left, bool Cut);

/// <param name="Kept">The bytes of it that were kept; what it said after them in this turn is not to be had.</param>
public sealed record AgentFlooded(int Turn, long Kept);

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
