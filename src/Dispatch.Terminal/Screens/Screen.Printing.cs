using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>Putting characters on the screen.</summary>
internal sealed partial class Screen
{
    /// <summary>The last code point printed, for REP; 0 when there is none or a control came after it.</summary>
    private int _last;

    // Where the last character stands, while nothing but printing has happened since; the cluster that it may go on with.
    private int _lastX = -1;
    private GraphemeCluster _cluster;

    private int LastColumn
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ColumnMargins && X <= Right ? Right : Cols - 1;
    }

    // Bytes are characters as they are, and go over what is there.
    private bool Plain { get; set; } = true;

    /// <summary>A control or a sequence came: what is printed next begins anew.</summary>
    public void ForgetLast()
    {
        _lastX = -1;
        _last = 0;
    }

    /// <summary>A control that moves nothing but ends a cluster; REP still knows the character.</summary>
    public void EndCluster() => _lastX = -1;

    /// <summary>Prints what bytes begin with: characters up to the first control, or the first that isn't whole or valid UTF-8.</summary>
    /// <returns>How many bytes were printed.</returns>
    public int PrintText(ReadOnlySpan<byte> text)
    {
        if (!Plain || GraphemeClusters)
        {
            return PrintOne(text);
        }

        _lastX = -1;
        var i = 0;
        while (i < text.Length)
        {
            i += FillLine(text[i..]);
            if (i == text.Length || text[i] < 0x20)
            {
                break;
            }

            // What stopped it: no room, no width, or no text.
            var codePoint = (int)text[i];
            var length = 1;
            if (codePoint < 0x80 ? (uint)(codePoint - 0x20) >= 0x5F : (length = Utf8.Decode(text[i..], out codePoint)) == 0)
            {
                break;
            }

            Put(codePoint);
            i += length;
        }

        return i;
    }

    /// <summary>Prints a code point of any kind but a control.</summary>
    public void Print(int codePoint)
    {
        if (SingleShift >= 0)
        {
            SingleShift = -1;
        }

        Put(codePoint);
    }

    /// <summary>REP: the last character again.</summary>
    public void Repeat(int count)
    {
        var last = _last;
        if (last == 0)
        {
            return;
        }

        // Screens full of it look the same, and take their time.
        var most = Cols * Rows;
        count = count <= most ? count : most + (count % Cols);
        if (Plain && !GraphemeClusters && last < 0x7F)
        {
            Span<byte> run = stackalloc byte[Math.Min(count, 256)];
            run.Fill((byte)last);
            for (; count > 0; count -= run.Length)
            {
                PrintText(run[..Math.Min(count, run.Length)]);
            }

            return;
        }

        for (; count > 0; count--)
        {
            Put(last);
        }
    }

    /// <summary>Puts characters into the line at hand, as long as they have a width and there is room.</summary>
    private int FillLine(ReadOnlySpan<byte> text)
    {
        var end = LastColumn + 1;
        var x = WrapPending ? end : X;
        ref var line = ref _grid.Lines[Y];
        var row = _grid.RowAndOverhang(line);
        var pen = _penBits;
        var halves = line.Wide;
        var (last, first) = (0, x);
        var i = 0;
        var half = halves && x < end && (row[x] & Cell.TrailBit) != 0;

        while (i < text.Length && x < end)
        {
            var start = i;
            if (text[i] < 0x80)
            {
                i += AsciiCells.Copy(text[i..], row[x..], end - x, pen, x >= line.Used ? Cols - x : 0);
                x += i - start;
                while (x < end && i < text.Length && text[i] - 0x20u < 0x5F)
                {
                    row[x++] = text[i++] | pen;
                }

                if (i > start)
                {
                    last = text[i - 1];
                }

                if (i == start || i == text.Length || text[i] < 0x80)
                {
                    break;
                }
            }
            else
            {
                var (length, columns, wide) = FillOthers(text[i..], row[x..], end - x, pen, ref last);
                i += length;
                x += columns;
                line.Wide |= wide;
                if (i == start)
                {
                    break;
                }
            }
        }

        if (i > 0)
        {
            if (half)
            {
                row[first - 1] = row[first - 1] >> Cell.StyleShift << Cell.StyleShift;
            }

            if (halves && x > first)
            {
                EndInHalf(row[..Cols], x);
            }

            _last = last;
            line.Used = (short)Math.Max(line.Used, x);
            WrapPending = x == end;
            X = WrapPending ? end - 1 : x;
        }

        return i;
    }

    /// <summary>Characters beyond ASCII, into so many cells.</summary>
    private static (int Length, int Columns, bool Wide) FillOthers(ReadOnlySpan<byte> text, Span<ulong> row, int room, ulong pen, ref int last)
    {
        var (i, x) = (0, 0);
        var wide = false;
        while (i < text.Length && x < room && text[i] >= 0x80)
        {
            var length = i + 4 <= text.Length
                ? Utf8.Decode(BinaryPrimitives.ReadUInt32LittleEndian(text[i..]), out var codePoint)
                : Utf8.Decode(text[i..], out codePoint);
            var width = length == 0 ? 0 : CharacterWidth.Of(codePoint);
            if (width == 0 || x + width > room)
            {
                break;
            }

            row[x] = (uint)codePoint | pen;
            if (width == 2)
            {
                row[x] = (uint)codePoint | pen | Cell.WideBit;
                row[x + 1] = pen | Cell.TrailBit;
                wide = true;
            }

            x += width;
            i += length;
            last = codePoint;
        }

        return (i, x, wide);
    }

    // One at a time: another character set, inserting, or clusters.
    private int PrintOne(ReadOnlySpan<byte> text)
    {
        if (text[0] >= 0x7F)
        {
            var length = Utf8.Decode(text, out var codePoint);
            if (length > 0)
            {
                Print(codePoint);
            }

            return length;
        }

        var set = SingleShift >= 0 ? Charsets.Of(SingleShift) : Charsets.Active;
        Print(Charsets.Translate(set, text[0]));
        return 1;
    }

    private void Put(int codePoint)
    {
        if (GraphemeClusters && JoinsCluster(codePoint))
        {
            return;
        }

        var width = codePoint < 0x300 ? 1 : CharacterWidth.Of(codePoint);
        if (width == 0)
        {
            Combine(codePoint);
            return;
        }

        // What wasn't shown can't be gone on with.
        var shown = PutCell((ulong)(uint)codePoint, width);
        _last = codePoint;
        _lastX = GraphemeClusters && shown ? (WrapPending ? X : X - 1) : -1;
    }

    private void NotePlain() => Plain = _charsets.Active == Charsets.Ascii && _singleShift < 0 && !_insert;

    private bool PutCell(ulong glyph, int width)
    {
        if (WrapPending && AutoWrap)
        {
            WrapLine();
        }

        WrapPending = false;
        var last = LastColumn;
        if (width == 2 && X == last)
        {
            // No half of a character fits: the line ends one cell early, or the character isn't shown.
            if (!AutoWrap || Cols < 2 || (ColumnMargins && Left == Right))
            {
                WrapPending = AutoWrap;
                return false;
            }

            EmptyLast();
            WrapLine();
            last = LastColumn;
        }

        ref var line = ref _grid.Lines[Y];
        var row = _grid.RowOf(line);
        if (Insert)
        {
            InsertBlanks(row, X, last, width, 0, ref line);
        }

        if (line.Wide)
        {
            SplitWide(row, X, X + width);
        }

        row[X++] = glyph | _penBits | (width == 2 ? Cell.WideBit : 0);
        if (width == 2)
        {
            row[X++] = _penBits | Cell.TrailBit;
            line.Wide = true;
        }

        line.Used = (short)Math.Max(line.Used, X);
        if (X > last)
        {
            X = last;
            WrapPending = true;
        }

        return true;
    }

    // What stood where a wide character found no room is no part of the line that goes on.
    private void EmptyLast()
    {
        ref var line = ref _grid.Lines[Y];
        var row = _grid.RowOf(line);
        if (line.Wide)
        {
            SplitWide(row, X, X + 1);
        }

        row[X] = Blank;
        line.Used = Blank != 0 ? (short)Math.Max(line.Used, X + 1) : line.Used == X + 1 ? (short)X : line.Used;
    }

    private void WrapLine()
    {
        if (FullWidth)
        {
            _grid.Lines[Y].Wrapped = true;
        }

        WrapPending = false;
        X = ColumnMargins && X >= Left ? Left : 0;
        Index();
    }

    /// <summary>Before cells from <paramref name="start"/> up to <paramref name="end"/> change: empties halves that would be left over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitWide(Span<ulong> row, int start, int end)
    {
        if (start < row.Length && (row[start] & Cell.TrailBit) != 0)
        {
            row[start - 1] = row[start - 1] >> Cell.StyleShift << Cell.StyleShift;
            row[start] = row[start] >> Cell.StyleShift << Cell.StyleShift;
        }

        if (end < row.Length && (row[end] & Cell.TrailBit) != 0)
        {
            row[end - 1] = row[end - 1] >> Cell.StyleShift << Cell.StyleShift;
            row[end] = row[end] >> Cell.StyleShift << Cell.StyleShift;
        }
    }

    /// <summary>After cells up to <paramref name="end"/> were written: a right half there has lost its left one.</summary>
    private static void EndInHalf(Span<ulong> row, int end)
    {
        if (end < row.Length && (row[end] & Cell.TrailBit) != 0)
        {
            row[end] = row[end] >> Cell.StyleShift << Cell.StyleShift;
        }
    }
}
