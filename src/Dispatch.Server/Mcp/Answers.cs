using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp;

/// <summary>What tools have in common to take and to tell.</summary>
internal static class Answers
{
    /// <summary>Bytes of text in one answer, unless more are asked for.</summary>
    public const int UsualBytes = 32 * 1024;

    /// <summary>Bytes of text in one answer at most: more would fill a model's context and nobody would read it.</summary>
    public const int MostBytes = 256 * 1024;

    public static readonly McpParameter Session = new("session", McpType.Text, "The session's id, as list_sessions or start_session tells it.", Required: true);

    public static readonly McpParameter Workspace = new("workspace", McpType.Text, "The workspace's id, as list_workspaces tells it; 'default' when absent.");

    public static readonly McpParameter Bytes = new(
        "max_bytes", McpType.Number, $"Bytes of text to tell at most; {UsualBytes} when absent.", Least: 256, Most: MostBytes);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Json(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>A session without what a model needs not know.</summary>
    public static JsonObject Describe(SessionInfo session)
    {
        var told = new JsonObject
        {
            ["id"] = session.Id,
            ["workspace"] = session.Workspace,
            ["name"] = McpText.Line(session.Name),
            ["kind"] = session.Kind,
            ["state"] = session.State.ToString().ToLowerInvariant(),
            ["command"] = McpText.Line(string.Join(' ', session.Command)),
            ["folder"] = McpText.Line(session.Folder ?? session.Cwd),
            ["size"] = $"{session.Cols}x{session.Rows}",
        };
        if (session.ExitCode is { } code)
        {
            told["exit_code"] = code;
        }

        if ((session.Signal ?? session.Reason) is { } why)
        {
            told["why"] = McpText.Line(why);
        }

        if (session.Sandbox is { } sandbox)
        {
            told["sandbox"] = sandbox.ToString().ToLowerInvariant();
        }

        if (session.RunningCommand is { } running)
        {
            told["running_command"] = new JsonObject { ["number"] = running.Number, ["command"] = McpText.Line(running.Command ?? "") };
        }

        if (session.LastCommand is { } last)
        {
            told["last_command"] = new JsonObject { ["number"] = last.Number, ["command"] = McpText.Line(last.Command ?? ""), ["exit_code"] = last.ExitCode };
        }

        if (session.Waiting is { } waiting)
        {
            told["waits_for_a_person"] = McpText.Line(waiting.Text ?? "");
        }

        return told;
    }

    /// <summary>The end of a text, at most so many bytes of it, with a word on what went before.</summary>
    public static async Task<string> TailAsync(HttpContent content, int most, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var kept = new byte[2 * most];
        var (length, left) = (0, 0L);
        int read;
        while ((read = await stream.ReadAsync(kept.AsMemory(length), cancellation)) > 0)
        {
            length += read;
            if (length == kept.Length)
            {
                kept.AsSpan(most).CopyTo(kept);
                (length, left) = (most, left + most);
            }
        }

        var surplus = Math.Max(0, length - most);
        while (surplus > 0 && surplus < length && (kept[surplus] & 0xC0) == 0x80)
        {
            surplus++;
        }

        left += surplus;
        var text = McpText.Clean(Encoding.UTF8.GetString(kept, surplus, length - surplus)).TrimEnd('\n', ' ');
        return left == 0 ? text : $"[The first {left.ToString(CultureInfo.InvariantCulture)} bytes are left out; max_bytes tells more, up to {MostBytes}.]\n{text}";
    }
}
