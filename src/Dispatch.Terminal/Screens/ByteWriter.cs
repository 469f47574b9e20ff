using System.Text;

namespace Dispatch.Terminal;

/// <summary>Writes packed lines; the caller made room for the longest.</summary>
internal ref struct ByteWriter(Span<byte> into)
{
    private readonly Span<byte> _into = into;

    public int Length { get; private set; }

    public void Byte(byte value) => _into[Length++] = value;

    /// <summary>Seven bits a byte, the lowest first.</summary>
    public void Number(ulong value)
    {
        while (value >= 0x80)
        {
            _into[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _into[Length++] = (byte)value;
    }

    public void Rune(int codePoint)
    {
        var bytes = _into[Length..];
        Length += codePoint is >= 0xD800 and < 0xE000
            ? System.Text.Rune.ReplacementChar.EncodeToUtf8(bytes)
            : new Rune(codePoint).EncodeToUtf8(bytes);
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
        for (var i = 0; i < cells.Length; i++)
        {
            bytes[i] = (byte)cells[i];
        }

        Length += cells.Length;
    }

    public void Style(in Style style)
    {
        Number(style.Flags);
        Number(style.Foreground.Bits);
        Number(style.Background.Bits);
        Number(style.Underline.Bits);
        Number((uint)style.Link);
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

    public Style Style() => new()
    {
        Flags = (ushort)Number(),
        Foreground = Color.FromBits((uint)Number()),
        Background = Color.FromBits((uint)Number()),
        Underline = Color.FromBits((uint)Number()),
        Link = (int)Number(),
    };
}
