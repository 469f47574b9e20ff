using System.Text;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>
/// Draws lines one below the other from the first line of a fresh screen on: what doesn't fit goes up into the scrollback, and a line that
/// goes on in the next one does so by wrapping. The pen's background is the default one wherever a line appears or is erased.
/// </summary>
internal sealed class VtLines(VtWriter output, VtPen pen, int cols)
{
    private static readonly byte[] Spaces = [.. Enumerable.Repeat((byte)' ', EmulatorOptions.MaximumSize)];

    // Where the last line ended: columns drawn, of which so many at its end only count as passed over, and how far its text goes.
    private int _x, _skipped, _textEnd;
    private bool _begun, _wrapped, _lastColumnPrinted;
    private Style _end;

    /// <param name="used">How many cells are part of the line, whether or not there is anything in them; 0 for those that have something.</param>
    public void Draw(RowRuns row, int used)
    {
        var some = row.Next();
        Begin(row, some);
        (_x, _skipped, _textEnd, _lastColumnPrinted, _end) = (0, 0, 0, false, default);
        for (; some; some = row.Next())
        {
            Run(row);
        }

        // Passed over at the end, but part of the line, which goes on or may do so.
        used = row.Wrapped ? _x : used;
        if (used > _textEnd)
        {
            output.Own("used"u8, used);
        }

        (_begun, _wrapped) = (true, row.Wrapped);
    }

    /// <summary>A character that stands there already, once more in its place.</summary>
    public void Again(in RowRuns run, int x)
    {
        _x = x;
        Run(run);
    }

    /// <summary>After the last line: there is no next one that it could be seen to go on in.</summary>
    public void End()
    {
        if (_wrapped)
        {
            output.Own("wrapped"u8, 1);
        }
    }

    private void Begin(in RowRuns row, bool some)
    {
        if (_begun && !_wrapped)
        {
            pen.ClearBackground();
            output.Bytes("\r\n"u8);
        }
        else if (_begun)
        {
            Wrap(row, some);
        }

        Mark(row.Mark);
    }

    // The next line begins by printing beyond the end of this one: its own first character if nothing has to come before it, else one
    // that is drawn over.
    private void Wrap(in RowRuns row, bool some)
    {
        var printable = some && !row.IsEmpty;
        var itself = printable && row.Mark.IsNone && row.Style.Background.IsDefault;
        if (!_lastColumnPrinted)
        {
            output.Csi(cols, (byte)'G');
            if (printable && row.Width == 2 && (_x < cols || _end != default))
            {
                Narrowly(itself && !row.IsCluster && _end == default);
                return;
            }

            pen.Set(_end);
            output.Byte((byte)' ');
            output.Own("empty"u8, cols - 1, 1);
            output.Own("used"u8, _x);
        }

        if (!itself)
        {
            pen.Set(default);
            output.Bytes(" \r"u8);
            if (!printable)
            {
                output.Csi("X"u8);
            }
        }
    }

    // A wide character didn't fit into the last column, which was emptied with the background of the pen.
    private void Narrowly(bool itself)
    {
        if (itself)
        {
            return;
        }

        pen.Set(_end);
        output.Bytes("\u3000\r"u8);
        pen.Set(default);
        output.Csi(cols, (byte)'X');
    }

    private void Mark(LineMark mark)
    {
        if (mark.CommandFinished)
        {
            output.Bytes("\e]133;D"u8);
            if (mark.ExitCode is { } code)
            {
                output.Byte((byte)';');
                output.Number(code);
            }

            Number(mark);
        }

        if (mark.PromptStarted)
        {
            output.Bytes("\e]133;A\e\\"u8);
        }

        if (mark.OutputStarted)
        {
            output.Bytes("\e]133;C"u8);
            Number(mark);
        }
    }

    private void Number(LineMark mark)
    {
        output.Bytes(";n="u8);
        output.Number(mark.Number);
        output.Bytes("\e\\"u8);
    }

    private void Run(in RowRuns row)
    {
        if (row.IsEmpty)
        {
            Empty(row.Style, row.Columns);
            return;
        }

        Reach();
        pen.Set(row.Style);
        if (row.IsCluster)
        {
            Cluster(row.Text, row.Width);
        }
        else
        {
            output.Bytes(row.Text);
        }

        Printed(row.Columns);
    }

    private void Empty(in Style style, int count)
    {
        if (style == default)
        {
            Skip(count);
            return;
        }

        Reach();
        pen.Set(style);
        if (style == new Style { Background = style.Background })
        {
            output.Csi(count, (byte)'X');
            Skip(count);
            _textEnd = _x;
            _end = _x == cols ? style : default;
            return;
        }

        // Erased, but for its attributes.
        output.Bytes(Spaces.AsSpan(0, count));
        output.Own("empty"u8, _x, count);
        Printed(count);
    }

    private void Reach()
    {
        if (_skipped > 0)
        {
            output.Csi(_skipped, (byte)'C');
            _skipped = 0;
        }
    }

    private void Skip(int count)
    {
        _x += count;
        _skipped += count;
    }

    private void Printed(int count)
    {
        _x += count;
        _textEnd = _x;
        _lastColumnPrinted = _x == cols;
    }

    private void Cluster(ReadOnlySpan<byte> text, int width)
    {
        if (VtCharacter.IsPlain(text, width))
        {
            output.Bytes(text);
        }
        else if (VtCharacter.IsCluster(text, width, out _))
        {
            output.Csi("?2027h"u8);
            output.Bytes(text);
            output.Csi("?2027l"u8);
        }
        else
        {
            Replaced(text, width);
        }
    }

    // Printing it gives another width: the place is taken, and what stands there is told.
    private void Replaced(ReadOnlySpan<byte> text, int width)
    {
        var first = VtCharacter.First(text);
        var like = CharacterWidth.Of(first.Value) == width ? first : new Rune(width == 1 ? ' ' : '\u3000');
        Span<byte> place = stackalloc byte[4];
        output.Bytes(place[..like.EncodeToUtf8(place)]);
        output.Own("text"u8, _x, text);
    }
}
