using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Doctor;

/// <summary>The findings in columns; long ones go on below themselves on a terminal, and stay one line in a file or a pipe.</summary>
internal static class FindingList
{
    private const int Narrowest = 30;

    public static void Write(DoctorReport report)
    {
        var terminal = Descriptors.IsTerminal(LibC.StandardOutput);
        var width = terminal ? LibC.WindowSize(LibC.StandardOutput)?.Cols ?? 80 : int.MaxValue;
        var colored = terminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "";
        foreach (var line in Lines(report, width, colored))
        {
            Streams.Out.WriteLine(line);
        }
    }

    public static IEnumerable<string> Lines(DoctorReport report, int width, bool colored)
    {
        var names = report.Findings.Max(finding => finding.Check.Length);
        var words = report.Findings.Max(finding => Word(finding.Verdict).Length);
        var indent = new string(' ', words + names + 4);
        var room = Math.Max(Narrowest, width - indent.Length);
        foreach (var finding in report.Findings)
        {
            var head = $"{Painted(finding.Verdict, words, colored)}  {finding.Check.PadRight(names)}  ";
            foreach (var line in Wrap(SafeText.Line(finding.Found), room))
            {
                yield return head + line;
                head = indent;
            }

            foreach (var line in finding.Next is { } next ? Wrap($"Next: {SafeText.Line(next)}", room) : [])
            {
                yield return indent + line;
            }
        }

        yield return "";
        yield return Summary(report);
    }

    private static string Summary(DoctorReport report) => report switch
    {
        { Problems: 0, Warnings: 0 } => $"All is well with {SafeText.Line(report.Data)}.",
        { Problems: 0 } => $"{Count(report.Warnings, "warning")} for {SafeText.Line(report.Data)}.",
        { Warnings: 0 } => $"{Count(report.Problems, "problem")} with {SafeText.Line(report.Data)}.",
        _ => $"{Count(report.Problems, "problem")} and {Count(report.Warnings, "warning")} with {SafeText.Line(report.Data)}.",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "problem",
    };

    private static string Painted(Verdict verdict, int width, bool colored)
    {
        var word = Word(verdict).PadRight(width);
        var color = verdict switch
        {
            Verdict.Ok => 32,
            Verdict.Warning => 33,
            _ => 31,
        };
        return colored ? $"\e[{color}m{word}\e[0m" : word;
    }

    /// <summary>At spaces; a word that is longer than the room stays whole, so that it can be copied.</summary>
    private static IEnumerable<string> Wrap(string text, int room)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
