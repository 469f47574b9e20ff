using System.IO.Compression;
using System.Security.Cryptography;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>A segment that was read: its events, and their bytes where those were wanted.</summary>
internal sealed class Segment
{
    private readonly int[] _starts;
    private readonly byte[]? _output;

    private Segment(SegmentHeader header, SealedEvent[] events, byte[]? output)
    {
        Header = header;
        Events = events;
        _output = output;
        _starts = new int[events.Length];
        for (int i = 0, start = 0; i < events.Length; start += events[i++].Length)
        {
            _starts[i] = start;
        }
    }

    public SegmentHeader Header { get; }

    public IReadOnlyList<SealedEvent> Events { get; }

    public bool HasOutput => _output is not null;

    public ReadOnlySpan<byte> Output(int index) => _output.AsSpan(_starts[index], _output is null ? 0 : Events[index].Length);

    /// <summary>Its events alone: what each costs to read is then a few bytes.</summary>
    /// <exception cref="SegmentFaultException">It isn't there, or damaged.</exception>
    public static Segment ReadOutline(string path) => Try(() =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 4096);
        var start = new byte[(int)Math.Min(file.Length, 4096)];
        file.ReadExactly(start);
        var header = SegmentHeader.Read(start, file.Length);
        var list = new byte[header.List.Stored];
        file.Position = header.Size;
        file.ReadExactly(list);
        return new Segment(header, EventsOf(header, list), null);
    });

    /// <summary>All of it, compared with what the log knows.</summary>
    /// <exception cref="SegmentFaultException">It isn't there, damaged, or another.</exception>
    public static Segment Read(string path, ReadOnlySpan<byte> hash)
    {
        var file = Try(() => File.ReadAllBytes(path));
        if (!SHA256.HashData(file).AsSpan().SequenceEqual(hash))
        {
            throw new SegmentFaultException("its bytes were changed (SHA-256 differs)");
        }

        var header = SegmentHeader.Read(file, file.Length);
        return new Segment(
            header, EventsOf(header, file.AsSpan(header.Size, header.List.Stored)),
            Expand(file.AsSpan(header.Size + header.List.Stored), header.Output.Plain));
    }

    private static SealedEvent[] EventsOf(SegmentHeader header, ReadOnlySpan<byte> stored)
    {
        var events = SegmentColumns.Read(Expand(stored, header.List.Plain), header.Events);
        long before = header.After, bytes = 0;
        foreach (var item in events)
        {
            if (item.Seq <= before || item.Length < 0)
            {
                throw new SegmentFaultException($"its events are not in order at {item.Seq}");
            }

            before = item.Seq;
            bytes += item.Length;
        }

        return events is [var first, ..] && first.Seq == header.First && before == header.Last && bytes == header.Output.Plain
            ? events
            : throw new SegmentFaultException("its events are not those of its header");
    }

    private static byte[] Expand(ReadOnlySpan<byte> stored, int length)
    {
        var plain = new byte[length];
        return BrotliDecoder.TryDecompress(stored, plain, out var written) && written == length
            ? plain
            : throw new SegmentFaultException("it can't be decompressed");
    }

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SegmentFaultException("it is missing", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SegmentFaultException(e.Message, e);
        }
    }
}
