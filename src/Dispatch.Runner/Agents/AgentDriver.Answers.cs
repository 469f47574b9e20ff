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
                Fail(error);
                return;
            }

            var initialized = new AgentInitialized(
                JsonRpc.Of(message.Result, "agentCapabilities"), JsonRpc.Of(message.Result, "agentInfo"), JsonRpc.Of(message.Result, "authMethods"));
            Add(intake, AgentEvents.Initialized, initialized, Wire.Default.AgentInitialized);
        }
        else if (id is New or Load && !state.Ready)
        {
            if (message.Error is { } error)
            {
                if (id == Load)
                {
                    // It doesn't have the conversation any more: another one begins.
                    Session.Input?.Write(AgentMessages.NewSession(New, Session.Info.Cwd));
                    return;
                }

                Fail(error);
                return;
            }

            _loaded = true;
            var agentSession = id == Load ? state.AgentSession : JsonRpc.Text(message.Result, "sessionId");
            Add(
                intake, AgentEvents.Ready,
                new AgentReady(
                    agentSession ?? "", state.Initialized?.Agent, JsonRpc.Of(message.Result, "modes"), JsonRpc.Of(message.Result, "models"),
                    JsonRpc.Of(state.Initialized?.Capabilities, "promptCapabilities"), id == Load),
                Wire.Default.AgentReady);
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
        else if (id.StartsWith(Mode, StringComparison.Ordinal) && message.Error is null)
        {
            // Who asks for another mode isn't told of it again by every agent.
            Add(intake, AgentEvents.ModeChanged, new AgentUpdated(state.Turn ?? state.Turns, AgentMessages.Mode(id[Mode.Length..])), Wire.Default.AgentUpdated);
        }

        void Fail(RpcError error) =>
            Add(intake, AgentEvents.Failed, new AgentFailed(error.Code, error.Message, state.Initialized?.Auth), Wire.Default.AgentFailed);
    }
}
