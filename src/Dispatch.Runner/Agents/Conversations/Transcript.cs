using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Agents;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>A conversation as a text in Markdown, turn by turn: for a person to keep, or for an agent that hasn't got it any more.</summary>
internal static class Transcript
{
    /// <summary>One turn; its number is in the heading.</summary>
    /// <param name="thoughts">Whether what the agent thought is in it.</param>
    public static string Turn(int turn, IEnumerable<Piece> pieces, bool thoughts)
    {
        var text = new StringBuilder($"## {turn}\n\n");
        var last = "";
        foreach (var piece in pieces)
        {
            switch (piece.Type)
            {
                case AgentEvents.Prompted when piece.Data is { } data:
                    Head("User");
                    text.Append(Blocks(JsonRpc.Of(data, "prompt"))).Append("\n\n");
                    break;
                case AgentEvents.Said when piece.Text is { } said:
                    Head("Agent");
                    text.Append(said.Trim()).Append("\n\n");
                    break;
                case AgentEvents.Thought when thoughts && piece.Text is { } thought:
                    Head("Agent");
                    text.Append("> ").Append(thought.Trim().Replace("\n", "\n> ", StringComparison.Ordinal)).Append("\n\n");
                    break;
                case AgentEvents.ToolCalled or AgentEvents.ToolUpdated when JsonRpc.Of(piece.Data, "update") is { } call:
                    Head("Agent");
                    text.Append(Tool(call)).Append("\n\n");
                    break;
                case AgentEvents.TurnFailed when JsonRpc.Text(piece.Data, "message") is { } failure:
                    text.Append("_Failed: ").Append(failure).Append("_\n\n");
                    break;
                case AgentEvents.TurnEnded when JsonRpc.Text(piece.Data, "stopReason") is { } reason and not "end_turn":
                    text.Append("_Ended: ").Append(reason).Append("_\n\n");
                    break;
                default:
                    break;
            }
        }

        return text.ToString();

        void Head(string who)
        {
            if (last != who)
            {
                text.Append("### ").Append(who).Append("\n\n");
                last = who;
            }
        }
    }

    /// <summary>What was prompted, as text.</summary>
    public static string Blocks(JsonElement? blocks) => blocks is not { ValueKind: JsonValueKind.Array } all ? "" : string.Join("\n\n", all.EnumerateArray().Select(block =>
        JsonRpc.Text(block, "type") switch
        {
            "text" => JsonRpc.Text(block, "text") ?? "",
            "image" => "(a picture)",
            "resource_link" => $"[{JsonRpc.Text(block, "name")}]({JsonRpc.Text(block, "uri")})",
            "resource" => $"{JsonRpc.Text(JsonRpc.Of(block, "resource"), "uri")}:\n\n{Fenced(JsonRpc.Text(JsonRpc.Of(block, "resource"), "text") ?? "")}",
            var other => $"({other})",
        }));

    private static string Tool(JsonElement call)
    {
        var text = new StringBuilder($"- **{JsonRpc.Text(call, "title") ?? JsonRpc.Text(call, "kind") ?? "tool"}** ({JsonRpc.Text(call, "status") ?? "pending"})");
        foreach (var part in JsonRpc.Of(call, "content") is { ValueKind: JsonValueKind.Array } content ? content.EnumerateArray() : default)
        {
            if (JsonRpc.Text(part, "type") == "diff")
            {
                text.Append($"\n  changed {JsonRpc.Text(part, "path")}");
            }
            else if (JsonRpc.Text(JsonRpc.Of(part, "content"), "text") is { } said)
            {
                text.Append("\n\n").Append(Fenced(said));
            }
        }

        return text.ToString();
    }

    // Longer than any that is in it, so that nothing gets out.
    private static string Fenced(string text)
    {
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}\n{text.TrimEnd()}\n{fence}";
    }
}
