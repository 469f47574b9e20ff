using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dispatch.Terminal;

/// <summary>Writes packed lines; the caller made room for the longest.</summary>
internal ref struct ByteWriter(Span<byte> into)
{
    private readonly Span<byte> _into = into;

    public int Length { get; private set; }

    public void Byte(byte value) => _into[Length++] = value;

    /// <summary>Seven bits a byte, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Number(ulong value)
    {
        while (value >= 0x80)
        {
            _into[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _into[Length++] = (byte)value;
    }

    /// <summary>Room for a number below 2 to the 14th that is known later.</summary>
    public int ReserveNumber()
    {
        Length += 2;
        return Length - 2;
    }

    public readonly void Number(int at, int value)
    {
        _into[at] = (byte)(value | 0x80);
        _into[at + 1] = (byte)(value >> 7);
    }

    /// <summary>Characters of any kind but clusters up to the first cell that is empty or looks otherwise; wide ones stand in two cells.</summary>
    /// <returns>How many characters, and how many cells.</returns>
    public (int Characters, int Cells) Runes(ReadOnlySpan<ulong> cells, ulong style)
    {
        var (x, characters) = (0, 0);
        var into = _into[Length..];
        var at = 0;
        while (x < cells.Length)
        {
            var bits = cells[x] ^ style;
            var glyph = bits & ~Cell.WideBit;
            if (glyph - 1 >= Cell.GlyphMask)
            {
                break;
            }

            at += Utf8.Encode((uint)glyph, into[at..]);
            x++;
            characters++;
            if (bits != glyph)
            {
                x++;
            }
        }

        Length += at;
        return (characters, x);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_into[Length..]);
        Length += bytes.Length;
    }

    /// <summary>The lowest byte of so many; those behind may be read too.</summary>
    public void Narrowed(ReadOnlySpan<ulong> cells, int count)
    {
        var bytes = _into.Slice(Length, (count + 7) & ~7);
        var i = 0;
        if (Avx512F.IsSupported)
        {
            ref var from = ref MemoryMarshal.GetReference(cells);
            ref var to = ref MemoryMarshal.GetReference(bytes);
            for (; i < count && i + 8 <= cells.Length; i += 8)
            {
                var narrow = Avx512F.ConvertToVector128Byte(Vector512.LoadUnsafe(ref from, (nuint)i));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), narrow.AsUInt64().ToScalar());
            }
        }

        for (; i < count; i++)
        {
            bytes[i] = (byte)cells[i];
        }

        Length += count;
    }

    public void Style(in Style style)
    {
        Number(style.Flags);
        ref var parts = ref _into[Length++];
        parts = 0;
        Part(style.Foreground.Bits, 1, ref parts);
        Part(style.Background.Bits, 2, ref parts);
        Part(style.Underline.Bits, 4, ref parts);
        Part((uint)style.Link, 8, ref parts);
    }

    // Most styles have one or two of these.
    private void Part(uint bits, byte part, ref byte parts)
    {
        if (bits != 0)
        {
            parts |= part;
            BinaryPrimitives.WriteUInt32LittleEndian(_into[Length..], bits);
            Length += 4;
        }
    }
}

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _bytes = bytes;

    public readonly bool AtEnd => _bytes.IsEmpty;

    public readonly ReadOnlySpan<byte> Rest => _bytes;

    public byte Byte()
    {
        var value = _bytes[0];
        _bytes = _bytes[1..];
        return value;
    }

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    public int Rune()
    {
        System.Text.Rune.DecodeFromUtf8(_bytes, out var rune, out var length);
        _bytes = _bytes[length..];
        return rune.Value;
    }

    public ReadOnlySpan<byte> Bytes(int length)
    {
        var part = _bytes[..length];
        _bytes = _bytes[length..];
        return part;
    }

    public Style Style()
    {
        var flags = (ushort)Number();
        var parts = Byte();
        return new Style
        {
            Flags = flags,
            Foreground = Color.FromBits(Part(parts, 1)),
            Background = Color.FromBits(Part(parts, 2)),
            Underline = Color.FromBits(Part(parts, 4)),
            Link = (int)Part(parts, 8),
        };
    }

    private uint Part(byte parts, byte part) => (parts & part) == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));
}
