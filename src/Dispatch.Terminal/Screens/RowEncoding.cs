using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>
/// A line packed into a few bytes, for the scrollback: text as UTF-8 in runs, a style only where it changes. It holds its styles and
/// clusters itself, so that the tables need to know only the screen.
/// </summary>
/// <remarks>
/// A header (flags, then the mark if it has one), then runs. A run is a number n: its kind n % 8, its count n / 8. Empty cells have no
/// bytes, text has characters of the width that Unicode gives them, a style run has the style instead, a cluster its length in bytes
/// before it, and a byte for its width.
/// </remarks>
internal static class RowEncoding
{
    internal const int Empty = 0, Ascii = 1, Text = 2, Cluster = 3, StyleRun = 4;

    private const int FewAscii = 16;
    private const byte WrappedFlag = 1, WideFlag = 2, MarkFlag = 4;

    /// <summary>What a line of so many cells takes at most.</summary>
    public static int MaximumLength(int cols) => 16 + (cols * ((ClusterTable.MaximumLength * 3) + 32));

    /// <summary>What a line of so many ASCII characters takes at most.</summary>
    public static int MaximumAsciiLength(int length) => length + 4;

    /// <summary>A line that is text in the default style and has no mark, from its bytes: as from its cells.</summary>
    public static int EncodeAscii(ReadOnlySpan<byte> text, bool wrapped, Span<byte> into)
    {
        var writer = new ByteWriter(into);
        writer.Byte(wrapped ? WrappedFlag : (byte)0);
        if (text.Length > 0)
        {
            writer.Number((ulong)(uint)(text.Length << 3 | Ascii));
            writer.Bytes(text);
        }

        return writer.Length;
    }

    public static int Encode(ReadOnlySpan<ulong> cells, in Line line, StyleTable styles, ClusterTable clusters, Span<byte> into)
    {
        // A line that goes on keeps its empty end: what follows stands where it stood.
        var used = line.Wrapped ? line.Used : cells[..line.Used].TrimEnd(0UL).Length;
        var writer = new ByteWriter(into);
        writer.Byte((byte)((line.Wrapped ? WrappedFlag : 0) | (line.Wide ? WideFlag : 0) | (line.Mark.IsNone ? 0 : MarkFlag)));
        if (!line.Mark.IsNone)
        {
            writer.Number(line.Mark.Bits);
        }

        var style = 0UL;
        for (var x = 0; x < used;)
        {
            var bits = cells[x];
            if ((bits ^ style) >= 1UL << Cell.StyleShift)
            {
                style = bits >> Cell.StyleShift << Cell.StyleShift;
                writer.Number(StyleRun);
                writer.Style(styles[(int)(style >> Cell.StyleShift)]);
            }

            x += Run(cells[x..], used - x, style, clusters, ref writer);
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
                    Text => ReadCharacter(ref reader),
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

    private static ulong ReadCharacter(ref ByteReader reader)
    {
        var codePoint = reader.Rune();
        return (uint)codePoint | (CharacterWidth.Of(codePoint) == 2 ? Cell.WideBit : 0);
    }

    private static ulong ReadCluster(ref ByteReader reader, ClusterTable clusters)
    {
        var width = reader.Byte();
        Span<char> text = stackalloc char[ClusterTable.MaximumLength];
        var length = Encoding.UTF8.GetChars(reader.Bytes((int)reader.Number()), text);
        return (uint)clusters.Intern(text[..length]) | Cell.ClusterBit | (width == 2 ? Cell.WideBit : 0);
    }

    /// <summary>Packs what a part of a line begins with.</summary>
    /// <param name="cells">To the end of the line, beyond what is packed of it.</param>
    /// <returns>How many cells.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Run(ReadOnlySpan<ulong> cells, int used, ulong style, ClusterTable clusters, ref ByteWriter writer)
    {
        // Few characters between others are cheaper as part of their run.
        var ascii = AsciiLength(cells, style);
        if (ascii >= used || ascii >= FewAscii || (ascii > 0 && !IsText(cells[ascii] ^ style)))
        {
            writer.Number((ulong)(uint)(ascii << 3 | Ascii));
            writer.Narrowed(cells, ascii);
            return ascii;
        }

        return OtherRun(cells[..used], style, clusters, ref writer);
    }

    private static int OtherRun(ReadOnlySpan<ulong> cells, ulong style, ClusterTable clusters, ref ByteWriter writer)
    {
        var bits = cells[0] ^ style;
        if (IsText(bits))
        {
            var header = writer.ReserveNumber();
            var (count, length) = writer.Runes(cells, style);
            writer.Number(header, count << 3 | Text);
            return length;
        }

        if ((bits & Cell.ClusterBit) != 0)
        {
            var width = (bits & Cell.WideBit) != 0 ? 2 : 1;
            writer.Number(1 << 3 | Cluster);
            writer.Byte((byte)width);
            var text = clusters.Utf8((int)(bits & Cell.GlyphMask));
            writer.Number((ulong)(uint)text.Length);
            writer.Bytes(text);
            return width;
        }

        // Empty: often most of a line, and all alike.
        var alike = cells.IndexOfAnyExcept(cells[0]);
        alike = alike < 0 ? cells.Length : alike;
        writer.Number((ulong)(uint)(alike << 3 | Empty));
        return alike;
    }

    // Of the style that was taken out, neither empty nor a cluster.
    private static bool IsText(ulong bits) => bits < Cell.ClusterBit && (bits & Cell.GlyphMask) != 0;

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
                var text = Text4(low) | Text4(high) << 4;
                if (text != 0xFF)
                {
                    return i + BitOperations.TrailingZeroCount(~text);
                }
            }
        }

        while (i < cells.Length && (cells[i] ^ style) - 1 < 0x7F)
        {
            i++;
        }

        return i;
    }

    private static uint Text4(Vector256<ulong> cells) =>
        Vector256.Equals(cells & Vector256.Create(~0x7FUL), Vector256<ulong>.Zero).ExtractMostSignificantBits();
}
