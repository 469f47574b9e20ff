using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Origins;

/// <summary>A change of one file.</summary>
/// <param name="Turn">0 when a person took something back.</param>
internal sealed record FileTurn(long Time, int Turn, string? Before, string? After);

/// <summary>What one agent session's facts tell of one file: each change, and in each turn what was asked, which calls named the file, and who allowed them.</summary>
internal sealed class FileTurns(Session session, BlobStore store, string path, string wholePath) : IEventSink
{
    private const int LongestPrompt = 1000;
    private const int MostCalls = 20;
    private readonly List<FileTurn> _changes = [];
    private readonly Dictionary<int, (string Text, string By)> _prompts = [];
    private readonly Dictionary<(int Turn, string Id), string> _calls = [];
    private readonly Dictionary<string, (int Turn, string Call)> _asks = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Turn, string Id), (string? Option, string By)> _answers = [];

    public IReadOnlyList<FileTurn> Changes => _changes;

    public AgentOrigin Origin(FileTurn change)
    {
        var (text, by) = _prompts.GetValueOrDefault(change.Turn, ("", ""));
        var calls = _calls.Where(call => call.Key.Turn == change.Turn).Take(MostCalls).Select(call =>
            _answers.TryGetValue(call.Key, out var answer) ? new OriginCall(call.Key.Id, call.Value, answer.Option, answer.By) : new OriginCall(call.Key.Id, call.Value, null, null));
        return new AgentOrigin(session.Id, session.Info.Name, change.Turn, text, by, LogTime.ToMoment(change.Time), [.. calls]);
    }

    public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
    {
        var names = session.Events.Names;
        switch (names.Name(stored.Type))
        {
            case AgentEvents.Prompted when Fact.TryRead(payload, Wire.Default.AgentPrompted) is { } prompted:
                _prompts[prompted.Turn] = (Text(prompted.Prompt), names.Name(stored.Principal));
                break;
            case AgentEvents.ToolCalled or AgentEvents.ToolUpdated when Fact.TryRead(payload, Wire.Default.AgentUpdated) is { } updated:
                Called(updated.Turn, updated.Update);
                break;
            case AgentEvents.Asked when Fact.TryRead(payload, Wire.Default.AgentAsked) is { } asked && Called(asked.Turn, asked.Call) is { } call:
                _asks[asked.Ask] = (asked.Turn, call);
                break;
            case AgentEvents.Answered when Fact.TryRead(payload, Wire.Default.AgentAnswered) is { } answered && _asks.TryGetValue(answered.Ask, out var ask):
                _answers[ask] = (answered.Option, names.Name(stored.Principal));
                break;
            case AgentEvents.Changed when Fact.TryRead(payload, Wire.Default.AgentChanged) is { } changed:
                Add(stored, changed.Turn, ChangeLog.All(changed, store));
                break;
            case AgentEvents.Restored when Fact.TryRead(payload, Wire.Default.AgentRestored) is { } restored:
                Add(stored, 0, restored.Files);
                break;
            case AgentEvents.Reviewed when Fact.TryRead(payload, Wire.Default.AgentReviewed) is { Accepted: false, Path: { } taken } reviewed && taken == path:
                _changes.Add(new FileTurn(stored.Time, 0, reviewed.Before, reviewed.After));
                break;
            default:
                break;
        }

        return true;
    }

    private void Add(in StoredEvent stored, int turn, IReadOnlyList<ChangedFile> files)
    {
        if (files.FirstOrDefault(file => file.Path == path) is { Large: not true } file)
        {
            _changes.Add(new FileTurn(stored.Time, turn, file.Before, file.After));
        }
    }

    // A call that doesn't name the file isn't of interest.
    private string? Called(int turn, JsonElement call)
    {
        if (JsonRpc.Text(call, "toolCallId") is not { } id || !(_calls.ContainsKey((turn, id)) || Names(call)))
        {
            return null;
        }

        _calls[(turn, id)] = JsonRpc.Text(call, "title") ?? _calls.GetValueOrDefault((turn, id), id);
        return id;
    }

    private bool Names(JsonElement call) => Paths(call, "locations").Concat(Paths(call, "content")).Any(named => named == path || named == wholePath);

    private static IEnumerable<string?> Paths(JsonElement call, string list) =>
        JsonRpc.Of(call, list) is { ValueKind: JsonValueKind.Array } parts ? parts.EnumerateArray().Select(part => JsonRpc.Text(part, "path")) : [];

    private static string Text(JsonElement prompt)
    {
        var text = prompt.ValueKind == JsonValueKind.Array ? string.Concat(prompt.EnumerateArray().Select(block => JsonRpc.Text(block, "text"))) : "";
        return text.Length <= LongestPrompt ? text : text[..(LongestPrompt - 1)] + "…";
    }
}
