using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Dispatch.Terminal;

/// <summary>
/// Decodes UTF-8 byte by byte, over any cut of the input. Bad bytes become U+FFFD, one for each longest part that could have been a
/// character (Unicode 3.9, "U+FFFD Substitution of Maximal Subparts").
/// </summary>
internal struct Utf8
{
    public const int Replacement = 0xFFFD;

    private int _value;
    private int _missing;
    private byte _lowest, _highest;

    public readonly bool Pending => _missing > 0;

    /// <summary>A whole character from U+00A0 on at the start of the bytes.</summary>
    /// <returns>Its length; 0 when it isn't whole, isn't valid or is a control.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, out int codePoint)
    {
        if (bytes.Length >= 4)
        {
            return Decode(BinaryPrimitives.ReadUInt32LittleEndian(bytes), out codePoint);
        }

        // A zero is no part of a character, so that one cut off isn't valid.
        Span<byte> word = stackalloc byte[4];
        word.Clear();
        bytes.CopyTo(word);
        return Decode(BinaryPrimitives.ReadUInt32LittleEndian(word), out codePoint);
    }

    /// <summary>The same of four bytes, the first one lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Decode(uint word, out int codePoint)
    {
        // Which branch is taken is foreseen well: text changes its script seldom. A length computed would have to be waited for.
        if ((word & 0xC0C0F0) == 0x8080E0)
        {
            codePoint = (int)((word & 0x0F) << 12 | (word & 0x3F00) >> 2 | word >> 16 & 0x3F);
            return codePoint < 0x800 || (codePoint & 0xF800) == 0xD800 ? 0 : 3;
        }

        if ((word & 0xC0E0) == 0x80C0)
        {
            codePoint = (int)((word & 0x1F) << 6 | word >> 8 & 0x3F);
            return codePoint < 0xA0 ? 0 : 2;
        }

        codePoint = (int)((word & 0x07) << 18 | (word & 0x3F00) << 4 | (word & 0x3F0000) >> 10 | word >> 24 & 0x3F);
        return (word & 0xC0C0C0F8) != 0x808080F0 || codePoint is < 0x10000 or > 0x10FFFF ? 0 : 4;
    }

    /// <summary>Writes a character; four bytes are written to whatever it takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Encode(uint codePoint, Span<byte> into)
    {
        // Which branch is taken is foreseen well: text changes its script seldom.
        if (codePoint < 0x80)
        {
            into[0] = (byte)codePoint;
            return 1;
        }

        if (codePoint < 0x800)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(into, (ushort)(0x80C0 | codePoint >> 6 | (codePoint & 0x3F) << 8));
            return 2;
        }

        if (codePoint < 0x10000)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(into, 0x8080E0 | codePoint >> 12 | (codePoint & 0xFC0) << 2 | (codePoint & 0x3F) << 16);
            return 3;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(
            into, 0x808080F0 | codePoint >> 18 | (codePoint & 0x3F000) >> 4 | (codePoint & 0xFC0) << 10 | (codePoint & 0x3F) << 24);
        return 4;
    }

    /// <summary>
    /// Takes a byte from 0x80 on, or while one is pending any. True when a code point is there; <paramref name="again"/> when the byte
    /// itself was not part of it.
    /// </summary>
    public bool Take(byte code, out int codePoint, out bool again)
    {
        again = false;
        if (_missing == 0)
        {
            return Begin(code, out codePoint);
        }

        if (code < _lowest || code > _highest)
        {
            _missing = 0;
            again = true;
            codePoint = Replacement;
            return true;
        }

        (_lowest, _highest) = (0x80, 0xBF);
        _value = _value << 6 | code & 0x3F;
        codePoint = _value;
        return --_missing == 0;
    }

    /// <summary>The bytes of a character that isn't whole. No value can be the start of both a shorter and a longer one.</summary>
    public readonly void WritePending(VtWriter output)
    {
        var have = (_missing, _value) switch
        {
            (0, _) => 0,
            (3, _) => 1,
            (2, < 0x10) => 1,
            (2, _) => 2,
            (_, < 0x20) => 1,
            (_, < 0x400) => 2,
            _ => 3,
        };
        if (have == 0)
        {
            return;
        }

        var lead = (have + _missing) switch { 2 => 0xC0, 3 => 0xE0, _ => 0xF0 };
        output.Byte((byte)(lead | _value >> (6 * (have - 1))));
        for (var shift = 6 * (have - 2); shift >= 0; shift -= 6)
        {
            output.Byte((byte)(0x80 | _value >> shift & 0x3F));
        }
    }

    private bool Begin(byte code, out int codePoint)
    {
        _lowest = code switch { 0xE0 => 0xA0, 0xF0 => 0x90, _ => 0x80 };
        _highest = code switch { 0xED => 0x9F, 0xF4 => 0x8F, _ => 0xBF };
        (_missing, _value) = code switch
        {
            >= 0xC2 and <= 0xDF => (1, code & 0x1F),
            >= 0xE0 and <= 0xEF => (2, code & 0x0F),
            >= 0xF0 and <= 0xF4 => (3, code & 0x07),
            _ => (0, 0),
        };
        codePoint = Replacement;
        return _missing == 0;
    }
}
