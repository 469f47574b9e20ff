using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp.Tools;

internal static class ListSessionsTool
{
    private const int Usual = 50;

    public static readonly McpTool Tool = new(
        "list_sessions", Capabilities.SessionList, Changes: false,
        "Lists sessions: terminals and agents, what each runs, its state, its last command. The newest first; those that have ended come after those that run.",
        [
            Answers.Workspace with { Description = "Only those of this workspace; of all when absent." },
            new("ended", McpType.Flag, "Also those that have ended; false when absent."),
            new("limit", McpType.Number, $"How many at most; {Usual} when absent.", Least: 1, Most: 500),
        ],
        RunAsync);

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var all = new List<SessionInfo>();
        foreach (var workspace in call.Text("workspace") is null ? call.Workspaces.Select(workspace => workspace.Id) : [call.Workspace])
        {
            all.AddRange((await call.GetAsync(workspace, "/sessions", Wire.Default.SessionList, cancellation)).Items);
        }

        var shown = all
            .Where(session => call.Flag("ended") || Alive(session))
            .OrderByDescending(Alive).ThenByDescending(session => session.CreatedAt)
            .Take(call.Number("limit") ?? Usual);
        return Answers.Json(new JsonArray([.. shown.Select(Answers.Describe)]));
    }

    private static bool Alive(SessionInfo session) => session.State is not (SessionState.Exited or SessionState.Failed or SessionState.Lost);
}
