using System.Buffers;
using System.CommandLine;
using Dispatch.Cli.Attach;
using Dispatch.Cli.Native;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

/// <summary>The ways to write a screen.</summary>
internal static class ScreenFormats
{
    private const int MostScrollback = 100_000;

    private static readonly string[] Names = ["text", "json", "html", "svg", "ansi"];

    public static Option<string> CreateOption()
    {
        var option = new Option<string>("--format")
        {
            Description = "text (the default), json (cells with their attributes), html, svg, or ansi (what rebuilds it; on a terminal its text and colours alone).",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => "text",
        };
        option.AcceptOnlyFromAmong(Names);
        return option;
    }

    public static Option<int> CreateScrollbackOption()
    {
        var option = new Option<int>("--scrollback") { Description = "Lines above the screen to show too, as many as there are at most.", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && int.TryParse(value, out var lines) && lines is < 0 or > MostScrollback)
            {
                result.AddError($"--scrollback {lines} is out of range: 0 to {MostScrollback}");
            }
        });
        return option;
    }

    /// <summary>To standard output.</summary>
    public static void Write(Emulator emulator, string format, RenderOptions options, CancellationToken cancellation)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        switch (format)
        {
            case "json":
                ScreenJson.Write(emulator, options, output);
                break;
            case "html":
                ScreenHtml.Write(emulator, options, output);
                break;
            case "svg":
                ScreenSvg.Write(emulator, options, output);
                break;
            case "ansi" when Descriptors.IsTerminal(LibC.StandardOutput):
                var term = Environment.GetEnvironmentVariable("TERM");
                ColoredLines.Write(emulator, ColorDepths.Of(term, Environment.GetEnvironmentVariable("COLORTERM")), options.Scrollback, output);
                break;
            case "ansi":
                ScreenVt.Write(emulator, options, output);
                break;
            default:
                ScreenText.Write(emulator, options, output);
                break;
        }

        Descriptors.Write(output.WrittenSpan, cancellation);
    }
}
