using System.Buffers;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal as plain text in UTF-8: a line for each of its lines without the empty cells at its end, each ended by a line feed; empty
/// lines at the end are left out. What is hidden (SGR 8) is text too.
/// </summary>
public static class ScreenText
{
    /// <param name="options">Of them the lines of the scrollback, and whether wrapped lines are joined.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        var lines = new TextLines(new VtWriter(into), options.JoinWrapped);
        lines.Lines(terminal, options.Scrollback);
        lines.End();
    }
}
