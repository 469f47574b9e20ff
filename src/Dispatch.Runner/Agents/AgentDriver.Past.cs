using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Conversations;

namespace Dispatch.Runner.Agents;

/// <summary>The conversation as it was, and going back in it.</summary>
internal sealed partial class AgentDriver
{
    /// <summary>How far the agent has come, also of one that doesn't run.</summary>
    public AgentState Known()
    {
        Recall();
        return State;
    }

    /// <summary>The same session goes on from an earlier turn: in another conversation of the agent's, which is given what is left.</summary>
    private Refusal? Rewind(JsonElement? data, string principal)
    {
        var state = State;
        if (state.Turn is not null)
        {
            return new Refusal("agent.busy", "The agent still answers. Wait until it has, or stop it.");
        }

        if (!state.Ready)
        {
            return new Refusal("agent.not-ready", "The agent isn't ready. Wait until it is, or see why it isn't.");
        }

        if (JsonRpc.Of(data, "turn") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var turn) || (turn != 0 && !state.Line.Contains(turn)))
        {
            return new Refusal("agent.turn-unknown", "The conversation has no such turn, or was rolled back from it.");
        }

        Append(AgentEvents.Rewound, principal, new AgentRewound(turn), Wire.Default.AgentRewound);
        return null;
    }

    private (AgentHandedBack Fact, JsonElement Blocks)? HandBack() => HandedBack.Of(Session, State.Line);
}
