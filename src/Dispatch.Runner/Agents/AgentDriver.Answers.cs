using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What an agent answers to what it was asked.</summary>
internal sealed partial class AgentDriver
{
    private void TakeAnswer(string id, in RpcMessage message, Intake intake)
    {
        var state = State;
        if (id == Init && state.Initialized is null)
        {
            if (message.Error is { } error)
            {
                Fail(error, state, intake);
                return;
            }

            var initialized = new AgentInitialized(
                JsonRpc.Of(message.Result, "agentCapabilities"), JsonRpc.Of(message.Result, "agentInfo"), JsonRpc.Of(message.Result, "authMethods"));
            Add(intake, AgentEvents.Initialized, initialized, Wire.Default.AgentInitialized);
        }
        else if (id is New or Fork && !state.Ready)
        {
            TakeBegun(id, message, state, intake);
        }
        else if (id is Load or LoadAgain && state is { Ready: false, AgentSession: not null })
        {
            if (Counts(id, message, intake) is { } counts)
            {
                TakeBegun(id, counts, state, intake);
            }
        }
        else if (id.StartsWith(Turn, StringComparison.Ordinal) && int.TryParse(id.AsSpan(Turn.Length), out var turn) && turn == state.Turn)
        {
            if (message.Error is { } error)
            {
                Add(intake, AgentEvents.TurnFailed, new AgentTurnFailed(turn, error.Code, error.Message), Wire.Default.AgentTurnFailed);
                return;
            }

            var ended = new AgentTurnEnded(turn, JsonRpc.Text(message.Result, "stopReason") ?? "end_turn", JsonRpc.Of(message.Result, "usage"));
            Add(intake, AgentEvents.TurnEnded, ended, Wire.Default.AgentTurnEnded);
        }
        else if (_lists.TryGetValue(id, out var listing))
        {
            listing.TrySetResult(message);
        }
        else if (id == Auth || id.StartsWith(Mode, StringComparison.Ordinal) || id.StartsWith(Model, StringComparison.Ordinal) || id.StartsWith(Choice, StringComparison.Ordinal))
        {
            TakeChoice(id, message, state, intake);
        }
    }

    /// <summary>The conversation has begun, or goes on, or can't.</summary>
    private void TakeBegun(string id, in RpcMessage message, AgentState state, Intake intake)
    {
        if (message.Error is { } error)
        {
            if (state.Taking is not null)
            {
                NotTakenUp(error, intake);
                return;
            }

            if (id is Load or LoadAgain or Fork)
            {
                // It doesn't have the conversation any more: another one begins, and is given what there was.
                Session.Input?.Write(AgentMessages.NewSession(New, Session.Info.Cwd, servers.For(Session, state)));
                return;
            }

            Fail(error, state, intake);
            return;
        }

        if (state.Taking is { } taking)
        {
            Told(state, taking).End(intake);
            _replay = null;
        }

        _loaded = true;
        var agentSession = id is Load or LoadAgain ? state.AgentSession : JsonRpc.Text(message.Result, "sessionId");
        Add(
            intake, AgentEvents.Ready,
            new AgentReady(
                agentSession ?? "", state.Initialized?.Agent, JsonRpc.Of(message.Result, "modes"), JsonRpc.Of(message.Result, "models"),
                JsonRpc.Of(state.Initialized?.Capabilities, "promptCapabilities"), id is Load or LoadAgain or Fork, JsonRpc.Of(message.Result, "configOptions"),
                state.Lists ? true : null),
            Wire.Default.AgentReady);
    }

    private void Fail(RpcError error, AgentState state, Intake intake) =>
        Add(intake, AgentEvents.Failed, new AgentFailed(error.Code, error.Message, state.Initialized?.Auth), Wire.Default.AgentFailed);
}
