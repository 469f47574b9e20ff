using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Policy;

namespace Dispatch.Runner.Agents.Services;

/// <summary>What an agent asked of its client and has no answer to yet, folded from the session's facts.</summary>
/// <param name="Id">The agent's id of it: its JSON.</param>
/// <param name="Writing">What is to be written, once that is known.</param>
/// <param name="Granted">It has used up what a person allowed when the agent asked before.</param>
internal sealed record PendingRequest(int Turn, string Id, string Method, JsonElement? Params, AgentWriting? Writing = null, bool Granted = false)
{
    private const string OwnMark = "dispatch:";

    /// <summary>The name of the question whether it may be done: none of the agent's own, which are JSON.</summary>
    public string Ask => OwnMark + Id;

    /// <summary>What it is about, where it needs a word of a person's, as <see cref="CallSubject.Keys"/> has it.</summary>
    public string? Key => Method switch
    {
        FileService.Write when Text("path") is { } path => CallSubject.PathKey(AgentTools.Edit, path),
        TerminalService.Create when Text("command") is { Length: > 0 } && TerminalService.Variables(this) is null => CallSubject.CommandKey(CommandText.Of(TerminalService.Words(this))),
        _ => null,
    };

    public static bool IsOwnAsk(string ask) => ask.StartsWith(OwnMark, StringComparison.Ordinal);

    public string? Text(string name) => JsonRpc.Text(Params, name);

    public int? Number(string name) => JsonRpc.Of(Params, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;
}
