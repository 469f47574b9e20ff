using System.Buffers.Binary;
using System.Text;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>The beginning of a segment's file, in plain: what it is, without the log it belongs to. All numbers are little-endian.</summary>
internal sealed record SegmentHeader
{
    public const int Version = 1;

    public const int HashSize = 32;

    /// <summary>More than any segment has: nobody gets memory for what a damaged header claims.</summary>
    private const int MostBytes = 32 * 1024 * 1024;

    private const int Fixed = 92;

    private static ReadOnlySpan<byte> Magic => "DspSegmt"u8;

    public required string Session { get; init; }

    /// <inheritdoc cref="SegmentRow.After"/>
    public required long After { get; init; }

    public required long First { get; init; }

    public required long Last { get; init; }

    public required int Events { get; init; }

    /// <summary>The list of events: its bytes, and as they are stored.</summary>
    public required (int Plain, int Stored) List { get; init; }

    /// <summary>The payloads, one after the other: their bytes, and as they are stored.</summary>
    public required (int Plain, int Stored) Output { get; init; }

    /// <summary>SHA-256 of the segment before; zeros for the first.</summary>
    public required byte[] Previous { get; init; }

    public int Size => Fixed + Encoding.UTF8.GetByteCount(Session);

    public int FileSize => Size + List.Stored + Output.Stored;

    public void Write(Span<byte> into)
    {
        Magic.CopyTo(into);
        BinaryPrimitives.WriteInt32LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(into[12..], Size);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], After);
        BinaryPrimitives.WriteInt64LittleEndian(into[24..], First);
        BinaryPrimitives.WriteInt64LittleEndian(into[32..], Last);
        BinaryPrimitives.WriteInt32LittleEndian(into[40..], Events);
        BinaryPrimitives.WriteInt32LittleEndian(into[44..], List.Plain);
        BinaryPrimitives.WriteInt32LittleEndian(into[48..], List.Stored);
        BinaryPrimitives.WriteInt32LittleEndian(into[52..], Output.Plain);
        BinaryPrimitives.WriteInt32LittleEndian(into[56..], Output.Stored);
        Previous.CopyTo(into[60..]);
        Encoding.UTF8.GetBytes(Session, into[Fixed..]);
    }

    /// <param name="file">The file's bytes from its beginning: all, or as many as hold the header.</param>
    /// <param name="length">The file's size.</param>
    /// <exception cref="SegmentFaultException">It is no segment, or not one of this version.</exception>
    public static SegmentHeader Read(ReadOnlySpan<byte> file, long length)
    {
        if (file.Length < Fixed || !file.StartsWith(Magic))
        {
            throw new SegmentFaultException("it is no segment");
        }

        if (BinaryPrimitives.ReadInt32LittleEndian(file[8..]) is not Version and var version)
        {
            throw new SegmentFaultException($"it was written by another version of Dispatch (segment {version}, this one knows {Version})");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        if (size < Fixed || size > file.Length)
        {
            throw new SegmentFaultException("its header is cut off");
        }

        var header = new SegmentHeader
        {
            After = BinaryPrimitives.ReadInt64LittleEndian(file[16..]),
            First = BinaryPrimitives.ReadInt64LittleEndian(file[24..]),
            Last = BinaryPrimitives.ReadInt64LittleEndian(file[32..]),
            Events = Count(file, 40),
            List = (Count(file, 44), Count(file, 48)),
            Output = (Count(file, 52), Count(file, 56)),
            Previous = file[60..Fixed].ToArray(),
            Session = Encoding.UTF8.GetString(file[Fixed..size]),
        };
        return header.FileSize == length ? header : throw new SegmentFaultException($"it has {length} bytes instead of {header.FileSize}");
    }

    private static int Count(ReadOnlySpan<byte> file, int at) =>
        BinaryPrimitives.ReadInt32LittleEndian(file[at..]) is >= 0 and <= MostBytes and var count
            ? count
            : throw new SegmentFaultException("its header is damaged");
}
