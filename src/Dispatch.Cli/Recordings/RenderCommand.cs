using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

internal static class RenderCommand
{
    public static DispatchCommand Create()
    {
        var file = new Argument<string>("file") { Description = "What a terminal was sent: raw bytes, or an asciicast (v2, v3). - is standard input." };
        var cols = SizeOption.Create("--cols", "Columns, 1 to 1000; when absent an asciicast's own, else 80.");
        var rows = SizeOption.Create("--rows", "Rows, 1 to 1000; when absent an asciicast's own, else 24.");
        var format = ScreenFormats.CreateOption();
        var scrollback = ScreenFormats.CreateScrollbackOption();
        return new DispatchCommand(
            "render",
            "Show the screen that a recording ends with. No server is needed.",
            "dispatch render session.cast",
            "dispatch render typescript --cols 120 --rows 40 --format svg > screen.svg",
            @"printf 'a\033[31mb' | dispatch render - --format json")
        {
            file, cols, rows, format, scrollback,
        }.Runs(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(file);
            var lines = parsed.GetValue(scrollback);
            await using var input = RecordingFile.Open(name);
            var reader = new RecordingReader(RecordingFile.Label(name), parsed.GetValue(cols), parsed.GetValue(rows), lines);
            var emulator = await reader.ReadAsync(input, cancellation);
            var options = new RenderOptions { Scrollback = lines, Title = reader.Title ?? RecordingFile.Title(name) };
            ScreenFormats.Write(emulator, parsed.GetRequiredValue(format), options, cancellation);
        });
    }
}
