using System.Text.Json.Nodes;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Mcp.Tools;

internal static class WaitForCommandTool
{
    private const int UsualSeconds = 60;

    public static readonly McpParameter Seconds = new(
        "timeout_seconds", McpType.Number, $"How long to wait at most; {UsualSeconds} when absent. The command goes on when the time is over: wait again.", Least: 1, Most: 600);

    public static readonly McpTool Tool = new(
        "wait_for_command", Capabilities.SessionRead, Changes: false,
        "Waits until a command in a session's shell, or the session's own program, has ended; tells how, and the end of its output.",
        [
            Answers.Session,
            new("command", McpType.Number, "The command's number, as send_input tells it in next_command; the one that runs when absent. Of a session whose program is no shell, leave it out: its own end is waited for.", Least: 1),
            Seconds,
            Answers.Bytes,
        ],
        RunAsync);

    /// <summary>Waits, and tells how it went.</summary>
    public static async Task<string> WaitAsync(McpCall call, SessionInfo session, int? number, CancellationToken cancellation)
    {
        var patience = TimeSpan.FromSeconds(call.Number(Seconds.Name) ?? UsualSeconds);
        var now = await call.WaitAsync(session, one => HasEnded(one) || (number is { } wanted && one.LastCommand?.Number >= wanted), patience, cancellation);
        var ended = number is { } && now.LastCommand?.Number >= number;
        var told = new JsonObject { ["ended"] = ended || HasEnded(now) };
        if (ended)
        {
            // Another may have ended after it already.
            var commands = await call.GetAsync(session.Workspace, McpCall.Path(session) + "/commands", Wire.Default.CommandList, cancellation);
            var one = commands.Items.FirstOrDefault(command => command.Number == number);
            (told["command"], told["exit_code"], told["duration_ms"]) = (number, one?.ExitCode, one?.DurationMs);
        }
        else
        {
            told["session"] = Answers.Describe(now);
        }

        return number is null || (!ended && now.RunningCommand?.Number != number)
            ? Answers.Json(told)
            : $"{Answers.Json(told)}\n{await ReadOutputTool.ReadAsync(call, now, number.Value, call.Number(Answers.Bytes.Name) ?? Answers.UsualBytes, cancellation)}";
    }

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var session = await call.SessionAsync(cancellation);
        return await WaitAsync(call, session, call.Number("command") ?? session.RunningCommand?.Number, cancellation);
    }

    private static bool HasEnded(SessionInfo session) => session.State is SessionState.Exited or SessionState.Failed or SessionState.Lost;
}
