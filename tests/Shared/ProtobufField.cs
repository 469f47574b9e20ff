using System.Buffers.Binary;
using System.Text;

namespace Dispatch.Tests;

/// <summary>A message's fields as they lie there: https://protobuf.dev/programming-guides/encoding/.</summary>
/// <param name="Number">Which field.</param>
/// <param name="Bits">Its value, when that is a number.</param>
/// <param name="Bytes">Its value, when that is a text, a list or a message.</param>
internal readonly record struct ProtobufField(int Number, ulong Bits, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public double Real => BitConverter.UInt64BitsToDouble(Bits);

    public IEnumerable<ProtobufField> Fields => Read(Bytes);

    public IEnumerable<ProtobufField> Of(int number) => Fields.Where(field => field.Number == number);

    public static IEnumerable<ProtobufField> Read(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var key = Varint(ref message);
            var number = (int)(key >> 3);
            yield return (key & 7) switch
            {
                0 => new ProtobufField(number, Varint(ref message), default),
                1 => new ProtobufField(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default),
                2 => new ProtobufField(number, 0, Take(ref message, (int)Varint(ref message))),
                5 => new ProtobufField(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default),
                var kind => throw new InvalidDataException($"Field {number} is of the kind {kind}, which there isn't."),
            };
        }
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(ref message, 1).Span[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int length)
    {
        var taken = message[..length];
        message = message[length..];
        return taken;
    }
}
