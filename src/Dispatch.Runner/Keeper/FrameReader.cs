using System.Buffers.Binary;
using System.Text;

namespace Dispatch.Runner.Keeper;

/// <summary>Reads a frame's fields. Past the frame's end it gives nothing and remembers so; check <see cref="Whole"/> before believing a field.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> frame)
{
    private ReadOnlySpan<byte> _rest = frame;
    private bool _short;

    /// <summary>Every field was there and nothing is left over.</summary>
    public readonly bool Whole => !_short && _rest.IsEmpty;

    public byte Byte() => Next(1) is [var value] ? value : default;

    public ushort UInt16() => Next(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : default;

    public uint UInt32() => Next(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : default;

    public int Int32() => (int)UInt32();

    public long Int64() => Next(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : default;

    public Guid Key() => Next(16) is { Length: 16 } bytes ? new Guid(bytes) : default;

    public string Text() => Encoding.UTF8.GetString(Next(Int32()));

    public string[] Texts()
    {
        // Each text has a length of its own, so a count larger than the rest is a lie and not worth its memory.
        var count = UInt32();
        if (count > _rest.Length / sizeof(uint))
        {
            _short = true;
            return [];
        }

        var texts = new string[count];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = Text();
        }

        return texts;
    }

    public ReadOnlySpan<byte> Rest() => Next(_rest.Length);

    private ReadOnlySpan<byte> Next(int count)
    {
        if (count < 0 || count > _rest.Length)
        {
            _short = true;
            return default;
        }

        var next = _rest[..count];
        _rest = _rest[count..];
        return next;
    }
}
