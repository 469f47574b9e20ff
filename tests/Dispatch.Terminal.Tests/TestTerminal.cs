using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>A terminal to write to, with what can be seen of it.</summary>
internal sealed class TestTerminal
{
    public TestTerminal(int cols = 80, int rows = 24, EmulatorOptions? options = null)
    {
        Emulator = new Emulator((options ?? new EmulatorOptions()) with { Cols = cols, Rows = rows }, Heard);
    }

    public Emulator Emulator { get; }

    public Listener Heard { get; } = new();

    /// <summary>Where the cursor is, from 1, as programs count.</summary>
    public (int Row, int Col) Cursor => (Emulator.Cursor.Row + 1, Emulator.Cursor.Col + 1);

    /// <summary>The screen without what is empty at its end, of each line and of all.</summary>
    public string Text => string.Join('\n', Rows).TrimEnd('\n');

    public IEnumerable<string> Rows => Enumerable.Range(0, Emulator.Rows).Select(Row);

    /// <summary>What was answered since it was asked for last.</summary>
    public string Replies => Heard.TakeReplies();

    public static TestTerminal Having(string text, int cols = 80, int rows = 24, EmulatorOptions? options = null) =>
        new TestTerminal(cols, rows, options).Write(text);

    public TestTerminal Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public TestTerminal Write(ReadOnlySpan<byte> bytes)
    {
        Emulator.Write(bytes);
        return this;
    }

    /// <summary>A line from 0, of the scrollback below 0; right-trimmed.</summary>
    public string Row(int index)
    {
        var text = new StringBuilder();
        foreach (var cell in Emulator.Line(index).Cells)
        {
            Emulator.AppendText(cell, text);
        }

        return text.ToString().TrimEnd(' ');
    }

    /// <summary>What stands in a cell.</summary>
    public string At((int Row, int Col) place)
    {
        var text = new StringBuilder();
        Emulator.AppendText(Cell(place.Row, place.Col), text);
        return text.ToString();
    }

    public Cell Cell(int row, int col) => Emulator.Line(row - 1).Cells[col - 1];

    /// <summary>Of a cell, counted from 1.</summary>
    public Style Style(int row, int col) => Emulator.StyleOf(Cell(row, col));
}
