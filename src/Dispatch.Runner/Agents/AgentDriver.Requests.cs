using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What an agent asks and tells of its own accord.</summary>
internal sealed partial class AgentDriver
{
    private void Take(string method, in RpcMessage message, Intake intake)
    {
        var state = State;
        if (method == "session/update" && JsonRpc.Of(message.Params, "update") is { } update)
        {
            if (_first is not null)
            {
                // Said, and recorded, before.
            }
            else if (state.Taking is { } taking && !_loaded)
            {
                TakeEarlier(message, update, state, taking, intake);
            }
            else if ((!state.Loading || _loaded) && HasRoom(state, update, intake))
            {
                Note(update);
                Say(update, state.Turn ?? state.Turns, intake);
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

            if (state.Asks.Count >= ServiceDesk.MostAtOnce)
            {
                Session.Input?.Write(JsonRpc.Refusal(id.GetRawText(), JsonRpc.InvalidParams, $"{ServiceDesk.MostAtOnce} questions wait already. Wait until they are answered."));
                return;
            }

            Ask(id.GetRawText(), call, options, intake);
        }
        else if (AgentServices.Knows(method) && Asked(message.Params) is { } asked)
        {
            if (!Desk.TryTake())
            {
                Session.Input?.Write(JsonRpc.Refusal(id.GetRawText(), JsonRpc.InvalidParams, $"{ServiceDesk.MostAtOnce} requests are being served already. Wait for their answers."));
                return;
            }

            if (method == FileService.Write && JsonRpc.Text(message.Params, "content") is { } content)
            {
                Desk.Keep(id.GetRawText(), content);
            }

            Add(intake, AgentEvents.Requested, new AgentRequested(state.Turn ?? state.Turns, id.GetRawText(), method, asked), Wire.Default.AgentRequested);
        }
        else
        {
            Session.Input?.Write(JsonRpc.Refusal(id.GetRawText(), JsonRpc.MethodNotFound, $"This client has no method {method}."));
        }
    }

    // Without what is too large for a fact; null when there is more of that than a file's content.
    private static JsonElement? Asked(JsonElement? parameters)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } given)
        {
            return null;
        }

        var kept = new JsonObject();
        foreach (var field in given.EnumerateObject().Where(field => field.Name is not ("content" or "sessionId")))
        {
            kept[field.Name] = JsonNode.Parse(field.Value.GetRawText());
        }

        return Fitting.Element(kept) is var element && Fitting.Fits(element) ? element : null;
    }
}
