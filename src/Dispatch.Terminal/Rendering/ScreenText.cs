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
        var output = new VtWriter(into);
        var rows = new PackedRows(terminal);
        var (lineFeeds, spaces) = (0, 0);
        for (var index = -Math.Clamp(options.Scrollback, 0, terminal.ScrollbackLines); index < terminal.Rows; index++)
        {
            var row = rows[index];
            while (row.Next())
            {
                if (row.IsEmpty)
                {
                    spaces += row.Columns;
                    continue;
                }

                // Only what is followed by text is written of the space before it.
                var text = row.Text.TrimEnd((byte)' ');
                if (!text.IsEmpty)
                {
                    output.Repeat((byte)'\n', lineFeeds);
                    output.Repeat((byte)' ', spaces);
                    output.Bytes(text);
                    (lineFeeds, spaces) = (0, 0);
                }

                spaces += row.Text.Length - text.Length;
            }

            if (!(row.Wrapped && options.JoinWrapped))
            {
                lineFeeds++;
                spaces = 0;
            }
        }

        if (output.Written)
        {
            output.Byte((byte)'\n');
        }

        output.Flush();
    }
}
