using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What is decided without a person: it is a fact as if a person had.</summary>
internal sealed partial class AgentDriver
{
    // What was told of tool calls and may not be committed yet. For the keeper's thread alone.
    private readonly Dictionary<string, CallSubject> _calls = new(StringComparer.Ordinal);
    private int? _callsOf;

    private void Note(JsonElement update)
    {
        if (JsonRpc.Text(update, "sessionUpdate") is "tool_call" or "tool_call_update" && CallSubject.Id(update) is { } call)
        {
            _calls[call] = Known(call).With(update);
        }
    }

    private void Ask(string ask, JsonElement call, JsonElement options, Intake intake)
    {
        var state = State;
        var verdict = policies.OfRequest(Session, Known(CallSubject.Id(call) ?? "").With(call), state);
        var option = Option(options, verdict.Decision);
        if (verdict.Decision == AgentDecision.Allow && option is null)
        {
            // It offers to allow it for good alone: that would be more than the rule says.
            verdict = new AgentVerdict(AgentDecision.Ask, AgentReasons.Default);
        }

        Add(
            intake, AgentEvents.Asked,
            new AgentAsked(state.Turn ?? state.Turns, ask, call, options, verdict.Said), Wire.Default.AgentAsked);
        if (verdict.Decision != AgentDecision.Ask)
        {
            Add(intake, AgentEvents.Answered, new AgentAnswered(ask, option, verdict), Wire.Default.AgentAnswered);
        }
    }

    private CallSubject Known(string call)
    {
        if (_callsOf != State.Turn)
        {
            _calls.Clear();
            _callsOf = State.Turn;
        }

        return _calls.GetValueOrDefault(call) ?? State.Calls.GetValueOrDefault(call, CallSubject.None);
    }

    // Without an option to reject it is told that nothing was chosen.
    private static string? Option(JsonElement options, AgentDecision decision) => options.ValueKind == JsonValueKind.Array
        ? options.EnumerateArray().Where(option => JsonRpc.Text(option, "kind") == (decision == AgentDecision.Allow ? "allow_once" : "reject_once"))
            .Select(option => JsonRpc.Text(option, "optionId")).FirstOrDefault(id => id is not null)
        : null;
}
