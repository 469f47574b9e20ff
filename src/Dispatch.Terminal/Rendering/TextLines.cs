namespace Dispatch.Terminal;

/// <summary>Lines as plain text: see <see cref="ScreenText"/>.</summary>
internal sealed class TextLines(VtWriter output, bool joinWrapped) : LineWriter
{
    // What has to be written before the next text.
    private int _lineFeeds, _spaces;

    public override void Line(RowRuns row)
    {
        while (row.Next())
        {
            if (row.IsEmpty)
            {
                _spaces += row.Columns;
                continue;
            }

            // Only what is followed by text is written of the space before it.
            var text = row.Text.TrimEnd((byte)' ');
            if (!text.IsEmpty)
            {
                output.Repeat((byte)'\n', _lineFeeds);
                output.Repeat((byte)' ', _spaces);
                output.Bytes(text);
                (_lineFeeds, _spaces) = (0, 0);
            }

            _spaces += row.Text.Length - text.Length;
        }

        if (!(row.Wrapped && joinWrapped))
        {
            _lineFeeds++;
            _spaces = 0;
        }
    }

    public override void End()
    {
        if (output.Written)
        {
            output.Byte((byte)'\n');
        }

        output.Flush();
    }
}
