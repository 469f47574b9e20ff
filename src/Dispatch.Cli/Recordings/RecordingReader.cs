using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Terminal;

namespace Dispatch.Cli.Recordings;

/// <summary>Feeds a recording to a terminal: bytes as they are, or the events of an asciicast, which its first line gives away.</summary>
/// <param name="name">What to call it in messages.</param>
/// <param name="cols">Instead of the recording's own, which its resizes then don't change either.</param>
internal sealed class RecordingReader(string name, int? cols, int? rows, int scrollback)
{
    private const int UsualCols = 80, UsualRows = 24;
    private const int LongestHeader = 64 * 1024, LongestLine = 64 * 1024 * 1024;

    private int _line = 1;

    /// <summary>What the recording calls itself.</summary>
    public string? Title { get; private set; }

    public async Task<Emulator> ReadAsync(Stream input, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(input);
        try
        {
            var header = await HeaderAsync(pipe, cancellation);
            Title = header?.Title;
            var emulator = new Emulator(new EmulatorOptions
            {
                Cols = cols ?? header?.Cols ?? UsualCols,
                Rows = rows ?? header?.Rows ?? UsualRows,
                Scrollback = scrollback,
            });
            await (header is null ? FeedBytesAsync(pipe, emulator, cancellation) : FeedEventsAsync(pipe, emulator, cancellation));
            return emulator;
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>Takes the first line away if it is the header of an asciicast.</summary>
    private async Task<AsciicastHeader?> HeaderAsync(PipeReader pipe, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var end = read.Buffer.PositionOf((byte)'\n');
            if (end is null && !read.IsCompleted && read.Buffer.Length < LongestHeader && (read.Buffer.IsEmpty || read.Buffer.FirstSpan[0] == '{'))
            {
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var line = end is { } newline ? read.Buffer.Slice(0, newline) : read.Buffer;
            var header = line.Length <= LongestHeader ? AsciicastHeader.Parse(line.ToArray(), name) : null;
            pipe.AdvanceTo(header is null ? read.Buffer.Start : end is { } last ? read.Buffer.GetPosition(1, last) : read.Buffer.End);
            return header;
        }
    }

    private static async Task FeedBytesAsync(PipeReader pipe, Emulator emulator, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            foreach (var part in read.Buffer)
            {
                emulator.Write(part.Span);
            }

            pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task FeedEventsAsync(PipeReader pipe, Emulator emulator, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                Feed(emulator, rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                // A recorder that was killed leaves half a line.
                return;
            }

            if (rest.Length > LongestLine)
            {
                throw new Failure($"{name}, line {_line + 1}: longer than {LongestLine >> 20} MiB, so hardly an asciicast event");
            }

            pipe.AdvanceTo(rest.Start, rest.End);
        }
    }

    private void Feed(Emulator emulator, in ReadOnlySequence<byte> line)
    {
        _line++;
        if (line.IsEmpty || line.FirstSpan[0] is (byte)'#' or (byte)'\r')
        {
            return;
        }

        try
        {
            var happened = AsciicastEvent.Parse(line);
            if (happened.Code == 'o')
            {
                emulator.Write(happened.Data);
            }
            else if (happened.Code == 'r' && cols is null && rows is null && AsciicastEvent.Size(happened.Data) is var (wide, high))
            {
                emulator.Resize(wide, high);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new Failure($"{name}, line {_line}: not an asciicast event ([time, \"o\", \"text\"]). Is the file whole? Compare: head -n {_line} FILE | tail -n 1");
        }
    }
}
