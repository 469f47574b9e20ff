using Dispatch.Cli.Native;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dispatch.Cli.Commands;

/// <summary>Rows of short texts, a line each: cut to the terminal's width, whole when they go into a file or a pipe.</summary>
internal static class TextTable
{
    private const int Endless = 100_000;
    private const int Gap = 2;
    private const int Narrowest = 6;

    /// <param name="build">Makes the table for a width.</param>
    public static void Write(Func<int, Table> build)
    {
        var output = new TableOutput();
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = output,
            Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = output.IsTerminal && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        }).Write(build(output.Width));
    }

    /// <param name="flexible">The columns that give way when it is too wide.</param>
    /// <param name="styleOf">By row and column, from 0.</param>
    public static Table Build(string[] headings, string[][] cells, int[] flexible, int width, Func<int, int, Style> styleOf)
    {
        string[][] rows = [headings, .. cells];
        var widths = Fit(rows, flexible, width);
        var table = new Table().NoBorder().HideHeaders();
        table.AddColumns([.. widths.Select((columnWidth, column) => new TableColumn("")
        {
            NoWrap = true, Width = columnWidth, Padding = new Padding(0, 0, column < widths.Length - 1 ? Gap : 0, 0),
        })]);
        for (var row = 0; row < rows.Length; row++)
        {
            table.AddRow(rows[row].Select((cell, column) => new Text(
                Cut(cell, widths[column]), row == 0 ? new Style(decoration: Decoration.Dim) : styleOf(row - 1, column))));
        }

        return table;
    }

    /// <summary>As wide as the widest cell; the widest of what may give way does, until all fit.</summary>
    private static int[] Fit(string[][] rows, int[] flexible, int width)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => CellWidth(row[column]))).ToArray();
        for (var over = widths.Sum() + (Gap * (widths.Length - 1)) - width; over > 0; over--)
        {
            var widest = flexible.MaxBy(column => widths[column]);
            if (widths[widest] <= Narrowest)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static string Cut(string text, int width)
    {
        if (CellWidth(text) <= width)
        {
            return text;
        }

        var kept = "";
        foreach (var rune in text.EnumerateRunes())
        {
            if (CellWidth(kept + rune) >= width)
            {
                break;
            }

            kept += rune;
        }

        return kept + "…";
    }

    private static int CellWidth(string text) => new Segment(text).CellCount();

    private sealed class TableOutput : IAnsiConsoleOutput
    {
        public TextWriter Writer => Streams.Out;
        public bool IsTerminal { get; } = Descriptors.IsTerminal(LibC.StandardOutput);
        public int Width => IsTerminal ? LibC.WindowSize(LibC.StandardOutput)?.Cols ?? 80 : Endless;
        public int Height => IsTerminal ? LibC.WindowSize(LibC.StandardOutput)?.Rows ?? 24 : Endless;

        public void SetEncoding(System.Text.Encoding encoding)
        {
            // Always UTF-8.
        }
    }
}
