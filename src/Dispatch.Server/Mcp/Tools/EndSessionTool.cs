using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp.Tools;

internal static class EndSessionTool
{
    public static readonly McpTool Tool = new(
        "end_session", Capabilities.SessionManage, Changes: true,
        "Ends a session's program: asks it to end, and kills it after a while. What it printed stays.",
        [Answers.Session],
        RunAsync);

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var session = await call.SessionAsync(cancellation);
        using var response = await call.AskAsync(
            HttpMethod.Post, session.Workspace, McpCall.Path(session) + "/end", JsonContent.Create(new EndSession(null), Wire.Default.EndSession), cancellation);
        return Answers.Json(Answers.Describe((await response.Content.ReadFromJsonAsync(Wire.Default.SessionInfo, cancellation))!));
    }
}
