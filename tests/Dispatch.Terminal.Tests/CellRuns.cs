using System.Text;
using System.Text.Json;

namespace Dispatch.Terminal.Tests;

/// <summary>
/// A line as text: runs of like cells, before each what they look like (as peer/screen.mjs writes it) and how many columns each takes. What
/// the peer doesn't know (protection, links) is left out.
/// </summary>
internal static class CellRuns
{
    /// <param name="lookless">Columns of which only the character counts.</param>
    public static string Of(Emulator terminal, int y, params IReadOnlyCollection<int> lookless)
    {
        var cells = new List<(string Look, string Text)>();
        var col = 0;
        foreach (var cell in terminal.Line(y).Cells)
        {
            if (cell.Width != 0)
            {
                var text = new StringBuilder();
                terminal.AppendText(cell, text);
                cells.Add((lookless.Contains(col) ? "?" : $"{Look(terminal.StyleOf(cell))} {cell.Width}", text.ToString()));
            }

            col++;
        }

        return Joined(cells);
    }

    /// <summary>A line of the peer's, asked for with its cells.</summary>
    public static string Of(JsonElement line, params IReadOnlyCollection<int> lookless)
    {
        var cells = new List<(string Look, string Text)>();
        var col = 0;
        foreach (var run in line.GetProperty("runs").EnumerateArray())
        {
            var width = run.GetProperty("width").GetInt32();
            foreach (var character in run.GetProperty("chars").EnumerateArray())
            {
                cells.Add((lookless.Contains(col) ? "?" : $"{run.GetProperty("style").GetString()} {width}", character.GetString()!));
                col += width;
            }
        }

        return Joined(cells);
    }

    /// <summary>
    /// Columns where a wide character stood whose other half was written over: empty cells with more than a background. No standard says
    /// what such a cell looks like. Here it keeps the look it had; the peer gives it that of what was written beside it.
    /// </summary>
    public static IReadOnlyCollection<int> Halves(Emulator terminal, int y)
    {
        var halves = new List<int>();
        var cells = terminal.Line(y).Cells;
        for (var col = 0; col < cells.Length; col++)
        {
            if (cells[col].IsEmpty && terminal.StyleOf(cells[col]) is var style && style != new Style { Background = style.Background })
            {
                halves.Add(col);
            }
        }

        return halves;
    }

    private static string Joined(List<(string Look, string Text)> cells) =>
        string.Concat(cells.Select((cell, i) => i > 0 && cells[i - 1].Look == cell.Look ? cell.Text : $"{{{cell.Look}}}{cell.Text}"));

    private static string Look(in Style style)
    {
        var parts = new List<string>();
        Flag(style.Bold, "1");
        Flag(style.Faint, "2");
        Flag(style.Italic, "3");
        var underlined = style.UnderlineStyle != UnderlineStyle.None;
        Flag(underlined, style.UnderlineStyle == UnderlineStyle.Single ? "4" : $"4:{(int)style.UnderlineStyle}");
        Flag(style.Blink, "5");
        Flag(style.Inverse, "7");
        Flag(style.Hidden, "8");
        Flag(style.Strikethrough, "9");
        Flag(style.Overline, "53");
        Color(38, style.Foreground);
        Color(48, style.Background);
        if (underlined)
        {
            // One without a colour of its own has the text's.
            Color(58, style.Underline.IsDefault ? style.Foreground : style.Underline);
        }

        return string.Join(';', parts);

        void Flag(bool on, string code)
        {
            if (on)
            {
                parts.Add(code);
            }
        }

        void Color(int code, Color color)
        {
            if (!color.IsDefault)
            {
                parts.Add(color.IsPalette ? $"{code}:5:{color.Index}" : $"{code}:2:{color.Red:x2}{color.Green:x2}{color.Blue:x2}");
            }
        }
    }
}
