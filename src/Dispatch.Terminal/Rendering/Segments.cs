using System.Text;

namespace Dispatch.Terminal;

/// <summary>Cells beside one another that look alike.</summary>
/// <param name="Col">The first column.</param>
/// <param name="Columns">How many it takes.</param>
/// <param name="Even">ASCII: each character takes a column in any monospaced font. Others come from fonts of their own.</param>
internal readonly record struct Segment(Style Style, int Col, int Columns, string Text, bool Even)
{
    public bool IsBlank => Even && Text.AsSpan().IndexOfAnyExcept(' ') < 0;
}

internal static class Segments
{
    /// <summary>Takes a line apart: runs of narrow characters, wide ones and clusters each by itself.</summary>
    public static void Read(RowRuns row, List<Segment> into)
    {
        into.Clear();
        var col = 0;
        while (row.Next())
        {
            if (row.IsEmpty || row.IsAscii)
            {
                AddEven(into, row.Style, ref col, row.IsEmpty ? new string(' ', row.Columns) : Encoding.ASCII.GetString(row.Text));
            }
            else if (row.Width == 1 || row.IsCluster)
            {
                into.Add(new Segment(row.Style, col, row.Columns, Encoding.UTF8.GetString(row.Text), false));
                col += row.Columns;
            }
            else
            {
                foreach (var rune in Encoding.UTF8.GetString(row.Text).EnumerateRunes())
                {
                    into.Add(new Segment(row.Style, col, 2, rune.ToString(), false));
                    col += 2;
                }
            }
        }
    }

    private static void AddEven(List<Segment> into, in Style style, ref int col, string text)
    {
        if (into.Count > 0 && into[^1] is { Even: true } last && last.Style == style)
        {
            into[^1] = last with { Text = last.Text + text, Columns = last.Columns + text.Length };
        }
        else
        {
            into.Add(new Segment(style, col, text.Length, text, true));
        }

        col += text.Length;
    }
}
