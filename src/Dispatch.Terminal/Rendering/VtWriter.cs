using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Dispatch.Terminal;

/// <summary>Writes characters, controls and sequences in UTF-8, in pieces large enough that what takes them isn't asked for each.</summary>
internal sealed class VtWriter(IBufferWriter<byte> into)
{
    private const int Piece = 16 * 1024;
    private Memory<byte> _piece;
    private int _length;

    /// <summary>Anything was.</summary>
    public bool Written { get; private set; }

    public void Byte(byte value)
    {
        if (_length == _piece.Length)
        {
            Next(1);
        }

        _piece.Span[_length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _piece.Length - _length)
        {
            Next(bytes.Length);
        }

        bytes.CopyTo(_piece.Span[_length..]);
        _length += bytes.Length;
    }

    public void Repeat(byte value, int count)
    {
        for (; count > 0; count--)
        {
            Byte(value);
        }
    }

    public void Number(long value)
    {
        if (_piece.Length - _length < 20)
        {
            Next(20);
        }

        Utf8Formatter.TryFormat(value, _piece.Span[_length..], out var length);
        _length += length;
    }

    public void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    /// <summary>A control sequence without parameters, or with these.</summary>
    public void Csi(ReadOnlySpan<byte> rest)
    {
        Bytes("\e["u8);
        Bytes(rest);
    }

    public void Csi(int number, byte final)
    {
        Bytes("\e["u8);
        Number(number);
        Byte(final);
    }

    public void Csi(int first, int second, byte final)
    {
        Bytes("\e["u8);
        Number(first);
        Byte((byte)';');
        Number(second);
        Byte(final);
    }

    public void Osc(ReadOnlySpan<byte> start, string text)
    {
        Bytes("\e]"u8);
        Bytes(start);
        Text(text);
        Bytes("\e\\"u8);
    }

    /// <summary>What no sequence of others says (<see cref="SnapshotSequences"/>). Ended by BEL, which leaves the last character known.</summary>
    public void Own(ReadOnlySpan<byte> key, long value)
    {
        BeginOwn(key);
        Number(value);
        Byte(0x07);
    }

    public void Own(ReadOnlySpan<byte> key, int number, ReadOnlySpan<byte> text)
    {
        BeginOwn(key);
        Number(number);
        Byte((byte)':');
        Bytes(text);
        Byte(0x07);
    }

    public void Own(ReadOnlySpan<byte> key, int first, int second)
    {
        BeginOwn(key);
        Number(first);
        Byte((byte)':');
        Number(second);
        Byte(0x07);
    }

    public void Flush()
    {
        into.Advance(_length);
        (_piece, _length) = (default, 0);
    }

    private void BeginOwn(ReadOnlySpan<byte> key)
    {
        Bytes("\e]5133;"u8);
        Bytes(key);
        Byte((byte)'=');
    }

    private void Next(int length)
    {
        Written = true;
        if (_length > 0)
        {
            into.Advance(_length);
        }

        _piece = into.GetMemory(Math.Max(length, Piece));
        _length = 0;
    }
}
