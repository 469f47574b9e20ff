using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;

namespace Dispatch.Server.Mcp.Tools;

internal static class ReadCommandsTool
{
    private const int Usual = 20;

    public static readonly McpTool Tool = new(
        "read_commands", Capabilities.SessionRead, Changes: false,
        "Lists the commands that a session's shell ran, with exit codes and durations; the newest last. Only for shells that mark their commands, as bash, zsh and fish do here.",
        [Answers.Session, new("limit", McpType.Number, $"How many at most, the newest; {Usual} when absent.", Least: 1, Most: 500)],
        RunAsync);

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var session = await call.SessionAsync(cancellation);
        var commands = await call.GetAsync(session.Workspace, McpCall.Path(session) + "/commands", Wire.Default.CommandList, cancellation);
        return Answers.Json(new JsonArray([.. commands.Items.TakeLast(call.Number("limit") ?? Usual).Select(command => new JsonObject
        {
            ["number"] = command.Number,
            ["command"] = McpText.Line(command.Command ?? "", 2000),
            ["folder"] = McpText.Line(command.Cwd ?? ""),
            ["running"] = command.Running,
            ["exit_code"] = command.ExitCode,
            ["duration_ms"] = command.DurationMs,
            ["output_bytes"] = command.OutputBytes,
        })]));
    }
}
