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
        else if (id is New or Load or Fork && !state.Ready)
        {
            if (message.Error is { } error)
            {
                if (id is Load or Fork)
                {
                    // It doesn't have the conversation any more: another one begins, and is given what there was.
                    Session.Input?.Write(AgentMessages.NewSession(New, Session.Info.Cwd, servers.For(Session, state)));
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
                    JsonRpc.Of(state.Initialized?.Capabilities, "promptCapabilities"), id is Load or Fork, JsonRpc.Of(message.Result, "configOptions")),
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
        else if (id == Auth || id.StartsWith(Mode, StringComparison.Ordinal) || id.StartsWith(Model, StringComparison.Ordinal) || id.StartsWith(Choice, StringComparison.Ordinal))
        {
            TakeChoice(id, message, state, intake);
        }

        void Fail(RpcError error) =>
            Add(intake, AgentEvents.Failed, new AgentFailed(error.Code, error.Message, state.Initialized?.Auth), Wire.Default.AgentFailed);
    }
}
