using System.Buffers;
using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Attach;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

internal static class ScreenCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var format = ScreenFormats.CreateOption();
        var at = new Option<long?>("--at") { Description = "As it was at this position of its log; else as it is now, or was at its end.", HelpName = "SEQ" };
        var scrollback = ScreenFormats.CreateScrollbackOption();
        return new DispatchCommand(
            "screen",
            "Show a session's screen.",
            "dispatch screen build",
            "dispatch screen build --format json | jq .cursor",
            "dispatch screen build --at 4711 --format svg > then.svg")
        {
            session, WorkspaceOption.Instance, format, at, scrollback,
        }.Runs(async (parsed, cancellation) =>
        {
            var wanted = parsed.GetRequiredValue(format);
            var lines = parsed.GetValue(scrollback);
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            var position = parsed.GetValue(at) is { } seq ? $"&at={seq}" : "";
            using var answer = await connection.SendAsync(
                HttpMethod.Get, $"{SessionApi.Path(found)}/screen?format={wanted}&scrollback={lines}{position}", null, cancellation);
            var screen = await answer.Content.ReadAsByteArrayAsync(cancellation);
            if (wanted == "ansi" && Descriptors.IsTerminal(LibC.StandardOutput))
            {
                screen = Colored(screen, Size(answer, "Dispatch-Cols", found.Cols), Size(answer, "Dispatch-Rows", found.Rows), lines);
            }

            Descriptors.Write(screen, cancellation);
        });
    }

    /// <summary>What rebuilds a screen sets a terminal's modes and title too: that isn't for a person's own.</summary>
    private static byte[] Colored(byte[] snapshot, int cols, int rows, int scrollback)
    {
        var emulator = new Emulator(new EmulatorOptions { Cols = cols, Rows = rows, Scrollback = scrollback });
        emulator.Restore(snapshot);
        var output = new ArrayBufferWriter<byte>();
        var depth = ColorDepths.Of(Environment.GetEnvironmentVariable("TERM"), Environment.GetEnvironmentVariable("COLORTERM"));
        ColoredLines.Write(emulator, depth, scrollback, output);
        return output.WrittenSpan.ToArray();
    }

    private static int Size(HttpResponseMessage answer, string header, int usual) =>
        answer.Headers.TryGetValues(header, out var values) && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : usual;
}
