using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Rune(int codePoint)
    {
        var bytes = _into.Slice(Length, 4);
        switch (codePoint)
        {
            case < 0x80:
                bytes[0] = (byte)codePoint;
                Length++;
                break;
            case < 0x800:
                bytes[0] = (byte)(0xC0 | codePoint >> 6);
                bytes[1] = (byte)(0x80 | codePoint & 0x3F);
                Length += 2;
                break;
            case < 0x10000:
                bytes[0] = (byte)(0xE0 | codePoint >> 12);
                bytes[1] = (byte)(0x80 | codePoint >> 6 & 0x3F);
                bytes[2] = (byte)(0x80 | codePoint & 0x3F);
                Length += 3;
                break;
            default:
                bytes[0] = (byte)(0xF0 | codePoint >> 18);
                bytes[1] = (byte)(0x80 | codePoint >> 12 & 0x3F);
                bytes[2] = (byte)(0x80 | codePoint >> 6 & 0x3F);
                bytes[3] = (byte)(0x80 | codePoint & 0x3F);
                Length += 4;
                break;
        }
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number((ulong)length);
        Encoding.UTF8.GetBytes(text, _into[Length..]);
        Length += length;
    }

    /// <summary>The lowest byte of each.</summary>
    public void Narrowed(ReadOnlySpan<ulong> cells)
    {
        var bytes = _into.Slice(Length, cells.Length);
        var i = 0;
        if (Avx512F.IsSupported)
        {
            ref var from = ref MemoryMarshal.GetReference(cells);
            ref var to = ref MemoryMarshal.GetReference(bytes);
            for (; i + 8 <= cells.Length; i += 8)
            {
                var narrow = Avx512F.ConvertToVector128Byte(Vector512.LoadUnsafe(ref from, (nuint)i));
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, i), narrow.AsUInt64().ToScalar());
            }
        }

        for (; i < cells.Length; i++)
        {
            bytes[i] = (byte)cells[i];
        }

        Length += cells.Length;
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

    /// <summary>The bytes of so many characters.</summary>
    public ReadOnlySpan<byte> Runes(int count)
    {
        var length = 0;
        for (; count > 0; count--)
        {
            length += _bytes[length] switch { < 0x80 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        }

        return Bytes(length);
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
