using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Dispatch.Terminal;

/// <summary>
/// A line packed into a few bytes, for the scrollback: text as UTF-8 in runs, a style only where it changes. It holds its styles and
/// clusters itself, so that the tables need to know only the screen.
/// </summary>
/// <remarks>
/// A header (flags, then the mark if it has one), then runs. A run is a number n: its kind n % 8, its count of cells n / 8. Empty cells
/// have no bytes, a style run has the style instead, a cluster its length in bytes before it, and a byte for its width.
/// </remarks>
internal static class RowEncoding
{
    internal const int Empty = 0, Ascii = 1, Narrow = 2, Wide = 3, Cluster = 4, StyleRun = 5;

    private const byte WrappedFlag = 1, WideFlag = 2, MarkFlag = 4;

    /// <summary>What a line of so many cells takes at most.</summary>
    public static int MaximumLength(int cols) => 16 + (cols * ((ClusterTable.MaximumLength * 3) + 32));

    public static int Encode(ReadOnlySpan<ulong> cells, in Line line, StyleTable styles, ClusterTable clusters, Span<byte> into)
    {
        var used = Trimmed(cells[..line.Used], line.Wrapped);
        var writer = new ByteWriter(into);
        writer.Byte((byte)((line.Wrapped ? WrappedFlag : 0) | (line.Wide ? WideFlag : 0) | (line.Mark.IsNone ? 0 : MarkFlag)));
        if (!line.Mark.IsNone)
        {
            writer.Number(line.Mark.Bits);
        }

        if (AsciiLength(used, style: 0) == used.Length)
        {
            if (used.Length > 0)
            {
                writer.Number((ulong)(used.Length << 3 | Ascii));
                writer.Narrowed(used);
            }

            return writer.Length;
        }

        var style = 0;
        for (var x = 0; x < used.Length;)
        {
            var bits = used[x];
            var id = (int)(bits >> Cell.StyleShift);
            if (id != style)
            {
                writer.Number(StyleRun);
                writer.Style(styles[id]);
                style = id;
            }

            x = Run(used, x, clusters, ref writer);
        }

        return writer.Length;
    }

    /// <summary>Unpacks into the cells, which are cleared before, as many as fit.</summary>
    /// <returns>How many cells the line has; it may be more than fit.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<ulong> cells, StyleTable styles, ClusterTable clusters, out Line line)
    {
        cells.Clear();
        var reader = new ByteReader(bytes);
        line = ReadHeader(ref reader);
        var x = 0;
        ulong style = 0;
        while (!reader.AtEnd)
        {
            var run = (int)reader.Number();
            var (kind, count) = (run & 7, run >> 3);
            if (kind == StyleRun)
            {
                style = (ulong)styles.Intern(reader.Style()) << Cell.StyleShift;
                continue;
            }

            for (var i = 0; i < count; i++)
            {
                var bits = kind switch
                {
                    Empty => 0UL,
                    Ascii => reader.Byte(),
                    Narrow => (ulong)reader.Rune(),
                    Wide => (ulong)reader.Rune() | Cell.WideBit,
                    _ => ReadCluster(ref reader, clusters),
                };
                Put(cells, x++, bits | style);
                if ((bits & Cell.WideBit) != 0)
                {
                    Put(cells, x++, Cell.TrailBit | style);
                }
            }
        }

        line.Used = (short)Math.Min(x, cells.Length);
        return x;
    }

    public static Line ReadHeader(ref ByteReader reader)
    {
        var flags = reader.Byte();
        return new Line
        {
            Wrapped = (flags & WrappedFlag) != 0,
            Wide = (flags & WideFlag) != 0,
            Mark = (flags & MarkFlag) != 0 ? new LineMark(reader.Number()) : default,
        };
    }

    private static void Put(Span<ulong> cells, int x, ulong bits)
    {
        if (x < cells.Length)
        {
            cells[x] = bits;
        }
    }

    private static ulong ReadCluster(ref ByteReader reader, ClusterTable clusters)
    {
        var width = reader.Byte();
        Span<char> text = stackalloc char[ClusterTable.MaximumLength];
        var length = Encoding.UTF8.GetChars(reader.Bytes((int)reader.Number()), text);
        return (uint)clusters.Intern(text[..length]) | Cell.ClusterBit | (width == 2 ? Cell.WideBit : 0);
    }

    // A line that goes on keeps its empty end: what follows stands where it stood.
    private static ReadOnlySpan<ulong> Trimmed(ReadOnlySpan<ulong> cells, bool wrapped) => wrapped ? cells : cells.TrimEnd(0UL);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Kind(ulong bits) =>
        (bits & Cell.ClusterBit) != 0 ? Cluster
        : (bits & Cell.WideBit) != 0 ? Wide
        : (bits & Cell.GlyphMask) switch { 0 => Empty, < 0x80 => Ascii, _ => Narrow };

    private static int Run(ReadOnlySpan<ulong> cells, int x, ClusterTable clusters, ref ByteWriter writer)
    {
        var kind = Kind(cells[x]);
        if (kind == Ascii)
        {
            return AsciiRun(cells, x, ref writer);
        }

        if (kind == Empty)
        {
            // Often most of a line, and all alike.
            var length = cells[x..].IndexOfAnyExcept(cells[x]);
            length = length < 0 ? cells.Length - x : length;
            writer.Number((ulong)(length << 3 | Empty));
            return x + length;
        }

        // All but the character is the same for every cell of a run.
        var same = cells[x] & ~Cell.GlyphMask;
        var step = (same & Cell.WideBit) != 0 ? 2 : 1;
        var header = writer.ReserveNumber();
        var count = 0;
        ulong glyph;
        do
        {
            glyph = cells[x] ^ same;
            if (kind == Cluster)
            {
                writer.Byte((byte)step);
                writer.Text(clusters[(int)glyph]);
            }
            else
            {
                writer.Rune((int)glyph);
            }

            count++;
            x += step;
        }
        while (x < cells.Length && (glyph = cells[x] ^ same) <= Cell.GlyphMask && (glyph >= 0x80 || kind != Narrow));

        writer.Number(header, count << 3 | kind);
        return x;
    }

    private static int AsciiRun(ReadOnlySpan<ulong> cells, int x, ref ByteWriter writer)
    {
        var style = cells[x] >> Cell.StyleShift << Cell.StyleShift;
        var count = AsciiLength(cells[x..], style);
        writer.Number((ulong)(count << 3 | Ascii));
        writer.Narrowed(cells.Slice(x, count));
        return x + count;
    }

    // Of the same style, below 0x80 and not empty: one comparison, since an empty cell wraps around.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AsciiLength(ReadOnlySpan<ulong> cells, ulong style)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref var first = ref MemoryMarshal.GetReference(cells);
            var styles = Vector256.Create(style);
            for (; i + 8 <= cells.Length; i += 8)
            {
                var low = (Vector256.LoadUnsafe(ref first, (nuint)i) ^ styles) - Vector256<ulong>.One;
                var high = (Vector256.LoadUnsafe(ref first, (nuint)(i + 4)) ^ styles) - Vector256<ulong>.One;
                if (((low | high) & Vector256.Create(~0x7FUL)) != Vector256<ulong>.Zero)
                {
                    break;
                }
            }
        }

        while (i < cells.Length && (cells[i] ^ style) - 1 < 0x7F)
        {
            i++;
        }

        return i;
    }
}
