using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What people send: at once, or into the queue while the agent answers. Whatever goes on by itself goes on in <see cref="Advance"/>.</summary>
internal sealed partial class AgentDriver
{
    private Telling? _telling;

    // The transcript that goes before the prompt of a turn.
    private (int Turn, JsonElement Blocks)? _handed;

    private Refusal? Prompt(Command command, string principal)
    {
        var (blocks, refusal) = PromptBlocks.Read(command.Data, State);
        if (blocks is not { } prompt)
        {
            return refusal is var (code, message) ? new Refusal(code, message) : null;
        }

        var state = State;
        if (JsonRpc.Of(command.Data, "queue") is { ValueKind: JsonValueKind.True } && (state.Turn is not null || !state.Ready || !state.Queue.IsEmpty))
        {
            if (state.Queue.Count >= PromptBlocks.MostQueued)
            {
                return new Refusal("agent.queue-full", $"{PromptBlocks.MostQueued} prompts wait already. Wait until some were answered, or take some back.");
            }

            Append(AgentEvents.Queued, principal, new AgentQueued(state.LastQueued + 1, prompt, command.Id, principal), Wire.Default.AgentQueued);
            return null;
        }

        if (!state.Ready)
        {
            return new Refusal("agent.not-ready", "The agent can't be prompted yet. Wait until it is ready, or see why it isn't.");
        }

        if (state.Turn is not null)
        {
            return new Refusal("agent.busy", "The agent still answers. Wait until it has, or stop it.");
        }

        Begin(prompt, principal, command.Id, null);
        return null;
    }

    private Refusal? EditQueued(JsonElement? data, string principal)
    {
        if (Queued(data) is not { } queued)
        {
            return NotQueued;
        }

        var (blocks, refusal) = PromptBlocks.Read(data, State);
        if (blocks is not { } prompt)
        {
            return refusal is var (code, message) ? new Refusal(code, message) : null;
        }

        Append(AgentEvents.Queued, principal, queued with { Prompt = prompt, By = principal }, Wire.Default.AgentQueued);
        return null;
    }

    private Refusal? Unqueue(JsonElement? data, string principal)
    {
        if (Queued(data) is not { } queued)
        {
            return NotQueued;
        }

        Append(AgentEvents.Unqueued, principal, new AgentUnqueued(queued.Queued), Wire.Default.AgentUnqueued);
        return null;
    }

    private Refusal? ContinueQueue(string principal)
    {
        if (State.Queue.IsEmpty)
        {
            return NotQueued;
        }

        Append(AgentEvents.QueueContinued, principal);
        return null;
    }

    /// <summary>A person says what becomes of a prompt of which nobody knows whether the agent has it. It is told to stop first, so that it doesn't do the same twice.</summary>
    private Refusal? Resolve(Command command, string principal, ProcessInput input, bool again)
    {
        if (State is not { Open: { } open, Heard: false, Unsure: true, AgentSession: { } agentSession })
        {
            return new Refusal("agent.heard", "The agent has the prompt: it answers, or has answered.");
        }

        input.Write(AgentMessages.Cancel(agentSession));
        Append(AgentEvents.TurnEnded, principal, new AgentTurnEnded(open.Turn, "unknown", null), Wire.Default.AgentTurnEnded);
        if (again)
        {
            Begin(open.Prompt, principal, command.Id, null);
        }

        return null;
    }

    private static readonly Refusal NotQueued = new("agent.not-queued", "No such prompt waits: it was sent, or taken back.");

    private AgentQueued? Queued(JsonElement? data) =>
        JsonRpc.Of(data, "queued") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var named) ? State.Queue.Find(queued => queued.Queued == named) : null;

    /// <summary>Commits a turn's prompt: the agent is told as a consequence. Within the lock of the commands.</summary>
    private void Begin(JsonElement prompt, string principal, string? command, int? queued)
    {
        var turn = State.Turns + 1;
        if (State.Missing && HandBack() is { } past)
        {
            _handed = (turn, past.Blocks);
            Append(AgentEvents.HandedBack, "", past.Fact, Wire.Default.AgentHandedBack);
        }

        Append(AgentEvents.Prompted, principal, new AgentPrompted(turn, prompt, command, queued), Wire.Default.AgentPrompted);
    }

    private void TellPrompt(AgentPrompted prompted, string agentSession, ProcessInput input)
    {
        var handed = _handed is var (turn, blocks) && turn == prompted.Turn ? blocks : (JsonElement?)null;
        _handed = null;
        var message = AgentMessages.Prompt($"{Turn}{prompted.Turn}", agentSession, handed, prompted.Prompt, State.Takes("embeddedContext"));
        if (input.Write(message) is { } id)
        {
            Volatile.Write(ref _telling, new Telling(id, prompted.Turn));

            // The keeper may have been quicker.
            Written(Volatile.Read(ref _writtenInput));
        }
        else
        {
            _untold.Enqueue(message);
        }
    }

    /// <summary>A prompt on its way to the agent.</summary>
    /// <param name="Input">The keeper's number of it.</param>
    private sealed record Telling(uint Input, int Turn);
}
