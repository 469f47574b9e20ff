using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Mcp.Tools;

internal static class RunCommandTool
{
    public static readonly McpTool Tool = new(
        "run_command", Capabilities.SessionWrite, Changes: true,
        "Runs a command in a session's shell: types it, waits until it has ended, and tells its exit code and the end of what it printed. People can watch it.",
        [
            Answers.Session,
            new("command", McpType.Text, "The command line, without its end. One line: put several into a script, or join them with &&.", Required: true),
            WaitForCommandTool.Seconds,
            Answers.Bytes,
        ],
        RunAsync);

    private static async Task<string> RunAsync(McpCall call, CancellationToken cancellation)
    {
        var line = call.RequiredText("command");
        if (line.Length == 0 || line.Any(char.IsControl))
        {
            throw McpFailure.Argument("The command has to be one line without control characters. Type others with send_input.");
        }

        var session = await call.SessionAsync(cancellation);
        if (session.RunningCommand is { } running)
        {
            throw new McpFailure(new Error(
                ErrorKind.Conflict, "mcp.busy",
                $"The shell of {session.Id} runs a command already, number {running.Number}: {McpText.Line(running.Command ?? "")}. Wait for it (wait_for_command), or start another session."));
        }

        await SendInputTool.TypeAsync(call, session, line + "\r", cancellation);
        return await WaitForCommandTool.WaitAsync(call, session, (session.LastCommand?.Number ?? 0) + 1, cancellation);
    }
}
