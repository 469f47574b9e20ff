using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What an agent asks and tells of its own accord.</summary>
internal sealed partial class AgentDriver
{
    /// <summary>Bytes of what is kept of one turn: more than anybody reads, and little enough for the disk and a page.</summary>
    private const long MostOfTurn = 16 * 1024 * 1024;

    private (int Turn, bool Idle, long Bytes, bool Told) _saidIn;

    private void Take(string method, in RpcMessage message, Intake intake)
    {
        var state = State;
        if (method == "session/update" && JsonRpc.Of(message.Params, "update") is { } update)
        {
            if ((!state.Loading || _loaded) && HasRoom(state, update, intake))
            {
                foreach (var part in Fitting.Of(update))
                {
                    Add(intake, AgentEvents.OfUpdate(JsonRpc.Text(update, "sessionUpdate")), new AgentUpdated(state.Turn ?? state.Turns, part), Wire.Default.AgentUpdated);
                }
            }
        }
        else if (message.Id is not { } id)
        {
            // A notification that this version doesn't know is none of its business.
        }
        else if (method == "session/request_permission" && JsonRpc.Of(message.Params, "toolCall") is { } call && JsonRpc.Of(message.Params, "options") is { } options)
        {
            if (!Fitting.Fits(call) || !Fitting.Fits(options))
            {
                // Nobody is to allow what can't be shown whole.
                Session.Input?.Write(JsonRpc.Refusal(id.GetRawText(), JsonRpc.InvalidParams, "This is too long to be shown to a person who is to allow it. Do it in smaller steps."));
                return;
            }

            Add(intake, AgentEvents.Asked, new AgentAsked(state.Turn ?? state.Turns, id.GetRawText(), call, options), Wire.Default.AgentAsked);
        }
        else
        {
            Session.Input?.Write(JsonRpc.Refusal(id.GetRawText(), JsonRpc.MethodNotFound, $"This client has no method {method}."));
        }
    }

    /// <summary>Of an agent that says without end the beginning is kept, and that there was more.</summary>
    private bool HasRoom(AgentState state, JsonElement update, Intake intake)
    {
        var turn = state.Turn ?? state.Turns;
        if (_saidIn.Turn != turn || _saidIn.Idle != state.Turn is null)
        {
            _saidIn = (turn, state.Turn is null, 0, false);
        }

        // Each costs more than its text: of those that are nearly empty there can be many.
        var bytes = _saidIn.Bytes + update.GetRawText().Length + 64;
        if (bytes <= MostOfTurn)
        {
            _saidIn.Bytes = bytes;
            return true;
        }

        if (!_saidIn.Told)
        {
            _saidIn.Told = true;
            Add(intake, AgentEvents.Flooded, new AgentFlooded(turn, _saidIn.Bytes), Wire.Default.AgentFlooded);
        }

        return false;
    }
}
