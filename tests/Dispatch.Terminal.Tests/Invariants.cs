namespace Dispatch.Terminal.Tests;

/// <summary>What holds of a terminal whatever was written to it.</summary>
internal static class Invariants
{
    public static void Check(Emulator terminal)
    {
        var screen = terminal.Screen;
        True(screen.X >= 0 && screen.X < terminal.Cols && screen.Y >= 0 && screen.Y < terminal.Rows, $"The cursor is at {screen.X}, {screen.Y}.");
        True(screen.Top >= 0 && screen.Top <= screen.Bottom && screen.Bottom < terminal.Rows, $"The rows are {screen.Top} to {screen.Bottom}.");
        True(screen.Left >= 0 && screen.Left <= screen.Right && screen.Right < terminal.Cols, $"The columns are {screen.Left} to {screen.Right}.");
        True(screen.Tabs.Length == terminal.Cols, $"There are {screen.Tabs.Length} tab places for {terminal.Cols} columns.");
        Check(screen.Main, screen.Tables);
        if (screen.Alternate is { } alternate)
        {
            Check(alternate, screen.Tables);
        }

        for (var y = -terminal.ScrollbackLines; y < 0; y++)
        {
            Row(terminal.Line(y).Cells, $"scrollback {y}", screen.Tables, mayBeWide: true);
        }
    }

    private static void Check(Grid grid, Tables tables)
    {
        var starts = grid.Lines.Select(line => line.Start).Order();
        True(starts.SequenceEqual(Enumerable.Range(0, grid.Rows).Select(y => y * grid.Cols)), "Two lines share their cells.");
        for (var y = 0; y < grid.Rows; y++)
        {
            ref readonly var line = ref grid.Lines[y];
            True(line.Used >= 0 && line.Used <= grid.Cols, $"Line {y} uses {line.Used} of {grid.Cols} cells.");
            var row = grid.RowOf(line);
            True(row[line.Used..].IndexOfAnyExcept(0UL) < 0, $"Line {y} holds something beyond the {line.Used} cells in use.");
            Row(System.Runtime.InteropServices.MemoryMarshal.Cast<ulong, Cell>(row), $"line {y}", tables, line.Wide);
        }
    }

    private static void Row(ReadOnlySpan<Cell> row, string name, Tables tables, bool mayBeWide)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var cell = row[x];
            True(cell.StyleId < tables.Styles.Count, $"Cell {x} of {name} has style {cell.StyleId} of {tables.Styles.Count}.");
            True(cell.Width == 1 || mayBeWide, $"Cell {x} of {name} is wide, and the line doesn't know.");
            True(cell.Width != 2 || (x + 1 < row.Length && row[x + 1].Width == 0), $"Cell {x} of {name} is a left half alone.");
            True(cell.Width != 0 || (x > 0 && row[x - 1].Width == 2), $"Cell {x} of {name} is a right half alone.");
            True(cell.Width != 0 || row[x - 1].StyleId == cell.StyleId, $"The halves at {x} of {name} look different.");
            if (cell.IsCluster)
            {
                True(cell.Glyph < tables.Clusters.Count, $"Cell {x} of {name} has cluster {cell.Glyph} of {tables.Clusters.Count}.");
            }
            else
            {
                True(cell.Glyph == 0 || (cell.Width != 0 && cell.Glyph is >= 0x20 and < 0x7F or >= 0xA0 and < 0xD800 or >= 0xE000 and <= 0x10FFFF),
                    $"Cell {x} of {name} holds U+{cell.Glyph:X4}.");
            }
        }
    }

    private static void True(bool condition, string message) => Assert.True(condition, message);
}
