using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
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

    private static readonly Vector128<byte> Places = Vector128.CreateSequence((byte)0, (byte)1);

    private int LastColumn => ColumnMargins && X <= Right ? Right : Cols - 1;

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
        var row = _grid.RowOf(line);
        var pen = _penBits;
        var halves = line.Wide;
        var (last, first) = (0, x);
        var i = 0;
        var half = halves && x < end && (row[x] & Cell.TrailBit) != 0;

        while (i < text.Length && x < end)
        {
            if (text[i] < 0x80)
            {
                var start = i;
                var most = i + Math.Min(text.Length - i, end - x);
                i += Copy(text[i..most], row[x..], pen);
                while (i < most && text[i] - 0x20u < 0x5F)
                {
                    row[x + i - start] = text[i++] | pen;
                }

                if (i == start)
                {
                    break;
                }

                x += i - start;
                last = text[i - 1];
                if (i < most && text[i] < 0x80)
                {
                    break;
                }

                continue;
            }

            var length = Utf8.Decode(text[i..], out var codePoint);
            var width = length == 0 ? 0 : codePoint < 0x300 ? 1 : CharacterWidth.Of(codePoint);
            if (width == 0 || x + width > end)
            {
                break;
            }

            row[x] = (uint)codePoint | pen;
            if (width == 2)
            {
                row[x] |= Cell.WideBit;
                row[++x] = pen | Cell.TrailBit;
                line.Wide = true;
            }

            x++;
            i += length;
            last = codePoint;
        }

        if (i > 0)
        {
            if (half)
            {
                row[first - 1] = row[first - 1] >> Cell.StyleShift << Cell.StyleShift;
            }

            if (halves && x > first)
            {
                EndInHalf(row, x);
            }

            _last = last;
            line.Used = (short)Math.Max(line.Used, x);
            WrapPending = x == end;
            X = WrapPending ? end - 1 : x;
        }

        return i;
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

    /// <summary>A code point of no width joins the character before the cursor.</summary>
    private void Combine(int codePoint)
    {
        var x = WrapPending ? X : X - 1;
        if (x >= 0)
        {
            Append(x, codePoint);
        }
    }

    private void Append(int x, int codePoint)
    {
        var row = _grid.Row(Y);
        if ((row[x] & Cell.TrailBit) != 0)
        {
            x--;
        }

        var bits = row[x];
        var glyph = (int)(bits & Cell.GlyphMask);
        if (glyph == 0 && (bits & Cell.ClusterBit) == 0)
        {
            return;
        }

        if (_tables.Clusters.IsFull)
        {
            CompactClusters();
            bits = row[x];
            glyph = (int)(bits & Cell.GlyphMask);
        }

        Span<char> text = stackalloc char[ClusterTable.MaximumLength + 2];
        var length = 0;
        if ((bits & Cell.ClusterBit) != 0)
        {
            var before = _tables.Clusters[glyph];
            before.CopyTo(text);
            length = before.Length;
        }
        else
        {
            length = new Rune(glyph).EncodeToUtf16(text);
        }

        length += new Rune(codePoint).EncodeToUtf16(text[length..]);
        if (length <= ClusterTable.MaximumLength)
        {
            row[x] = (bits & ~Cell.GlyphMask) | Cell.ClusterBit | (uint)_tables.Clusters.Intern(text[..length]);
        }
    }

    /// <summary>Mode 2027: true when the code point went into the character before it.</summary>
    private bool JoinsCluster(int codePoint)
    {
        if (_lastX < 0)
        {
            _cluster = default;
        }

        if (!_cluster.Joins(codePoint))
        {
            return false;
        }

        if (_lastX < 0)
        {
            Combine(codePoint);
            return true;
        }

        var row = _grid.Row(Y);
        var x = (row[_lastX] & Cell.TrailBit) != 0 ? _lastX - 1 : _lastX;
        Append(x, codePoint);
        if (_cluster.Width == 2 && (row[x] & Cell.WideBit) == 0)
        {
            WidenLast(x);
        }

        return true;
    }

    // The cluster needs a second cell: beside it when there is room, else on the next line.
    private void WidenLast(int x)
    {
        ref var line = ref _grid.Lines[Y];
        var row = _grid.RowOf(line);
        if (WrapPending)
        {
            if (!AutoWrap || Cols < 2)
            {
                return;
            }

            var (glyph, pen) = (row[x] & (Cell.GlyphMask | Cell.ClusterBit), _penBits);
            _penBits = row[x] >> Cell.StyleShift << Cell.StyleShift;
            row[x] = Blank;
            PutCell(glyph, 2);
            _penBits = pen;
        }
        else
        {
            if (line.Wide)
            {
                SplitWide(row, x + 1, x + 2);
            }

            row[x] |= Cell.WideBit;
            row[x + 1] = (row[x] >> Cell.StyleShift << Cell.StyleShift) | Cell.TrailBit;
            line.Wide = true;
            var last = LastColumn;
            X++;
            line.Used = (short)Math.Max(line.Used, X);
            if (X > last)
            {
                X = last;
                WrapPending = true;
            }
        }

        _lastX = WrapPending ? X : X - 1;
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

    /// <summary>Printable ASCII, sixteen characters at a time, as long as there are as many places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Copy(ReadOnlySpan<byte> text, Span<ulong> into, ulong style)
    {
        var i = 0;
        if (Avx2.IsSupported && text.Length >= 16)
        {
            var styles = Vector256.Create(style);
            ref var from = ref MemoryMarshal.GetReference(text);
            ref var to = ref MemoryMarshal.GetReference(into);
            for (; i + 16 <= text.Length; i += 16)
            {
                var bytes = Vector128.LoadUnsafe(ref from, (nuint)i);
                var others = Vector128.GreaterThan(bytes - Vector128.Create((byte)0x20), Vector128.Create((byte)0x5E)).ExtractMostSignificantBits();
                if (others != 0)
                {
                    // How many there are is hard to foresee, so nothing is made to depend on it: the other cells are written as they were.
                    var count = BitOperations.TrailingZeroCount(others);
                    bytes &= Vector128.LessThan(Places, Vector128.Create((byte)count));
                    Merge(bytes, styles, ref to, (nuint)i);
                    Merge(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles, ref to, (nuint)i + 4);
                    if (count > 8)
                    {
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles, ref to, (nuint)i + 8);
                        Merge(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles, ref to, (nuint)i + 12);
                    }

                    return i + count;
                }

                Cells(bytes, styles).StoreUnsafe(ref to, (nuint)i);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 4), styles).StoreUnsafe(ref to, (nuint)i + 4);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 8), styles).StoreUnsafe(ref to, (nuint)i + 8);
                Cells(Sse2.ShiftRightLogical128BitLane(bytes, 12), styles).StoreUnsafe(ref to, (nuint)i + 12);
            }
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Cells(Vector128<byte> bytes, Vector256<ulong> styles) =>
        Avx2.ConvertToVector256Int64(bytes).AsUInt64() | styles;

    // A zero byte leaves its cell as it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector128<byte> bytes, Vector256<ulong> styles, ref ulong to, nuint at)
    {
        var glyphs = Avx2.ConvertToVector256Int64(bytes).AsUInt64();
        var before = Vector256.LoadUnsafe(ref to, at);
        Vector256.ConditionalSelect(Vector256.Equals(glyphs, Vector256<ulong>.Zero), before, glyphs | styles).StoreUnsafe(ref to, at);
    }
}
