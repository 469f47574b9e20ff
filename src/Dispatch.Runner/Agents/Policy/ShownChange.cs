using System.Text.Json;
using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>A change as an agent shows it in a question: of a whole file, or of a piece of it.</summary>
/// <param name="Key">As <see cref="CallSubject.PathKey"/> has the file.</param>
/// <param name="Old">What is there; null for nothing.</param>
/// <param name="New">What is to be there instead.</param>
internal sealed record ShownChange(string Key, string? Old, string New)
{
    public static ShownChange? Of(JsonElement diff) => JsonRpc.Text(diff, "path") is { } path && JsonRpc.Text(diff, "newText") is { } now
        ? new ShownChange(CallSubject.PathKey(AgentTools.Edit, path), JsonRpc.Text(diff, "oldText"), now)
        : null;

    /// <summary>Whether what is to be written is what was shown: a yes to one change is none to another.</summary>
    public bool Is(string before, string after) => after == New
        || (Old is { Length: > 0 } old && before.IndexOf(old, StringComparison.Ordinal) is var at and >= 0 && string.Concat(before.AsSpan(0, at), New, before.AsSpan(at + old.Length)) == after);
}
