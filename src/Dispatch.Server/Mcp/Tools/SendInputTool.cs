using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp.Tools;

internal static class SendInputTool
{
    public static readonly McpTool Tool = new(
        "send_input", Capabilities.SessionWrite, Changes: true,
        "Types into a terminal, as a person at its keyboard. Control keys are their characters: \\u0003 is Ctrl-C, \\u001b Escape. To run a shell command and learn how it ended use run_command instead.",
        [
            Answers.Session,
            new("text", McpType.Text, "What to type.", Required: true),
            new("enter", McpType.Flag, "Press Enter after it; false when absent."),
        ],
        RunAsync);

    public static async Task TypeAsync(McpCall call, SessionInfo session, string text, CancellationToken cancellation)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var response = await call.AskAsync(HttpMethod.Post, session.Workspace, McpCall.Path(session) + "/input", content, cancellation);
    }

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var session = await call.SessionAsync(cancellation);
        await TypeAsync(call, session, call.RequiredText("text") + (call.Flag("enter") ? "\r" : ""), cancellation);
        return Answers.Json(new JsonObject { ["typed"] = true, ["next_command"] = Math.Max(session.RunningCommand?.Number ?? 0, session.LastCommand?.Number ?? 0) + 1 });
    }
}
