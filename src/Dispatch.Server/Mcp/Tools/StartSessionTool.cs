using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp.Tools;

internal static class StartSessionTool
{
    private static readonly string[] Sandboxes = [.. Enum.GetNames<SandboxMode>().Select(name => name.ToLowerInvariant())];

    public static readonly McpTool Tool = new(
        "start_session", Capabilities.SessionCreate, Changes: true,
        "Starts a session: a terminal with a shell, or with a command of yours. People see it in their list and can watch it and type into it. It goes on when you disconnect; end_session ends it.",
        [
            Answers.Workspace,
            new("command", McpType.Texts, "The program and its arguments; the login shell when absent."),
            new("name", McpType.Text, "What people see it called, at most 100 characters."),
            new("folder", McpType.Text, "Where it starts: absolute, or relative to the workspace's folder; that when absent."),
            new("sandbox", McpType.Text, "What its program may reach: all that the account may (none, when absent), only the workspace, or that without the network (offline).", Among: Sandboxes),
            new("columns", McpType.Number, "120 when absent.", Least: 1, Most: 1000),
            new("rows", McpType.Number, "32 when absent.", Least: 1, Most: 1000),
        ],
        RunAsync);

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var request = new CreateSession
        {
            RequestId = Guid.NewGuid().ToString("N"),
            Name = call.Text("name"),
            Cwd = call.Text("folder"),
            Command = call.Texts("command"),
            Cols = call.Number("columns") ?? 120,
            Rows = call.Number("rows") ?? 32,
            Sandbox = call.Text("sandbox") is { } sandbox ? Enum.Parse<SandboxMode>(sandbox, ignoreCase: true) : null,
        };
        using var response = await call.AskAsync(HttpMethod.Post, call.Workspace, "/sessions", JsonContent.Create(request, Wire.Default.CreateSession), cancellation);
        var session = await response.Content.ReadFromJsonAsync(Wire.Default.SessionInfo, cancellation);
        return Answers.Json(Answers.Describe(session!));
    }
}
