using System.Collections.Concurrent;
using System.Text.Json;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What the agent itself decides on: its mode, its model, its options, a sign-in. A command is answered once the agent has answered.</summary>
internal sealed partial class AgentDriver
{
    // By the id of the request to the agent. Whoever asks for the same again takes the place of the one before.
    private readonly ConcurrentDictionary<string, (string Command, Action<CommandResult> Answer)> _asked = new(StringComparer.Ordinal);

    private Refusal? ChangeMode(Command command, ProcessInput input, Action<CommandResult> answer) =>
        State is { Ready: true, AgentSession: { } agentSession } && JsonRpc.Text(command.Data, "mode") is { } mode
            ? Ask(input, Mode + mode, AgentMessages.SetMode(Mode, agentSession, mode), command, answer)
            : new Refusal("agent.not-ready", "The agent has no such mode now.");

    private Refusal? ChangeModel(Command command, ProcessInput input, Action<CommandResult> answer) =>
        State is { Ready: true, AgentSession: { } agentSession } && JsonRpc.Text(command.Data, "model") is { } model
            ? Ask(input, Model + model, AgentMessages.SetModel(Model, agentSession, model), command, answer)
            : new Refusal("agent.not-ready", "The agent has no such model now.");

    private Refusal? ChangeOption(Command command, ProcessInput input, Action<CommandResult> answer) =>
        State is { Ready: true, AgentSession: { } agentSession } && JsonRpc.Text(command.Data, "option") is { } option
            && JsonRpc.Of(command.Data, "value") is { ValueKind: JsonValueKind.String or JsonValueKind.True or JsonValueKind.False } value
            ? Ask(input, Choice + option, AgentMessages.SetOption(Choice, agentSession, option, value), command, answer)
            : new Refusal("agent.not-ready", "The agent has no such option now.");

    private Refusal? Authenticate(Command command, ProcessInput input, Action<CommandResult> answer) =>
        State is { Initialized: not null, Ready: false } && JsonRpc.Text(command.Data, "method") is { } method
            ? Ask(input, Auth, AgentMessages.Authenticate(Auth, method), command, answer)
            : new Refusal("agent.signed-in", "The agent waits for no sign-in now.");

    private Refusal? Ask(ProcessInput input, string id, byte[] request, Command command, Action<CommandResult> answer)
    {
        Settle(id, new RpcError(JsonRpc.InternalError, "the same was asked for again", null));
        _asked[id] = (command.Id, answer);
        if (input.Write(request) is not null)
        {
            return Later;
        }

        _asked.TryRemove(id, out _);
        return new Refusal("agent.not-ready", "The agent can't be told anything at this moment. Try again.");
    }

    private void Settle(string id, RpcError? error)
    {
        if (_asked.TryRemove(id, out var asked))
        {
            asked.Answer(error is null
                ? new CommandResult(asked.Command, true, null, null)
                : new CommandResult(asked.Command, false, "agent.refused", $"The agent refused: {error.Message}"));
        }
    }

    private void SettleAll()
    {
        foreach (var id in _asked.Keys)
        {
            Settle(id, Unanswered);
        }

        foreach (var listing in _lists.Values)
        {
            listing.TrySetResult(new RpcMessage(null, null, null, null, Unanswered));
        }
    }

    private static readonly RpcError Unanswered = new(JsonRpc.InternalError, "it ended before it had answered", null);

    /// <summary>What an agent answered to such a wish becomes a fact: who asks for something isn't told of it again by every agent.</summary>
    private void TakeChoice(string id, in RpcMessage message, AgentState state, Intake intake)
    {
        Settle(id, message.Error);
        if (message.Error is not null)
        {
            return;
        }

        if (id == Auth)
        {
            if (!state.Ready && Session.Input is { } input)
            {
                Begin(input);
            }
        }
        else if (id.StartsWith(Mode, StringComparison.Ordinal))
        {
            Update(AgentMessages.Mode(id[Mode.Length..]));
        }
        else if (id.StartsWith(Model, StringComparison.Ordinal))
        {
            Update(AgentMessages.Model(id[Model.Length..]));
        }
        else if (JsonRpc.Of(message.Result, "configOptions") is { ValueKind: JsonValueKind.Array } options && Fitting.Fits(options))
        {
            Update(AgentMessages.Options(options));
        }

        void Update(JsonElement update) => Add(
            intake, Protocol.Agents.AgentEvents.OfUpdate(JsonRpc.Text(update, "sessionUpdate")), new Protocol.Agents.AgentUpdated(state.Turn ?? state.Turns, update), Protocol.Wire.Default.AgentUpdated);
    }
}
