using System.Buffers;

namespace Dispatch.Terminal;

/// <summary>
/// All lines of a terminal as it goes on, however many: those that its scrollback has no room for are written when they go, in the width
/// that they have then, and the others at the end. What the program erases while it is still in the scrollback isn't among them.
/// </summary>
public sealed class AllLines
{
    private readonly Emulator _terminal;
    private readonly VtWriter _output;
    private readonly LineWriter _lines;

    private AllLines(Emulator terminal, VtWriter output, LineWriter lines)
    {
        (_terminal, _output, _lines) = (terminal, output, lines);
        terminal.Screen.Scrollback.Dropping = packed => lines.Line(new RowRuns(packed));
    }

    /// <summary>As <see cref="ScreenText"/> writes them.</summary>
    /// <param name="terminal">One that nothing was written to yet.</param>
    public static AllLines AsText(Emulator terminal, IBufferWriter<byte> into)
    {
        var output = new VtWriter(into);
        return new AllLines(terminal, output, new TextLines(output, joinWrapped: false));
    }

    /// <summary>As <see cref="ScreenHtml"/> writes them.</summary>
    /// <param name="terminal">One that nothing was written to yet.</param>
    public static AllLines AsHtml(Emulator terminal, string title, IBufferWriter<byte> into)
    {
        var output = new VtWriter(into);
        return new AllLines(terminal, output, new HtmlLines(output, terminal, title));
    }

    /// <summary>What was written so far lies where it was to be written to.</summary>
    public void Flush() => _output.Flush();

    /// <summary>Writes what the terminal has now. Nothing is to be written to it any more.</summary>
    public void End()
    {
        _terminal.Screen.Scrollback.Dropping = null;
        _lines.Lines(_terminal, int.MaxValue);
        _lines.End();
    }
}
