using System.Buffers;
using System.Text;
using System.Threading.Channels;

namespace Dispatch.Logging;

/// <summary>
/// Where all loggers of a process write to: a bounded queue that nobody waits for, and one task that writes from it. What doesn't fit or
/// can't be written is counted, and told in the log once it can be.
/// </summary>
internal sealed class LogOutput : IAsyncDisposable
{
    private const int MostWaiting = 8 * 1024;
    private const int Together = 256;
    private static readonly TimeSpan LongestFlush = TimeSpan.FromSeconds(2);

    private readonly Channel<LogEntry> _waiting = Channel.CreateBounded<LogEntry>(new BoundedChannelOptions(MostWaiting) { SingleReader = false });
    private readonly Lock _writing = new();
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly LogFile _file;
    private readonly LogJson _json;
    private readonly TextWriter? _console;
    private readonly string _part;
    private readonly TimeProvider _time;
    private readonly Task _writer;
    private long _lost;

    /// <param name="console">Where people read along, if they do.</param>
    public LogOutput(string part, LogFile file, TextWriter? console, TimeProvider time)
    {
        _part = part;
        _file = file;
        _json = new LogJson(part);
        _console = console;
        _time = time;
        _writer = Task.Run(WriteAllAsync);
    }

    public void Write(LogEntry entry)
    {
        if (!_waiting.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Writes what waits, at once and here: the process is about to end.</summary>
    public void WriteNow(LogEntry last)
    {
        var written = true;
        while (written)
        {
            written = WriteSome();
        }

        Write(last);
        WriteSome();
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writer.WaitAsync(LongestFlush, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_writing)
        {
            _file.Dispose();
            _json.Dispose();
        }
    }

    // Not kept by the background loops, which tell of failures through this: a line that fails is counted as lost, and the next one is written.
    private async Task WriteAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            try
            {
                WriteSome();
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _lost);
            }
        }
    }

    /// <summary>False when nothing waits.</summary>
    private bool WriteSome()
    {
        lock (_writing)
        {
            _lines.ResetWrittenCount();
            var count = 0;
            for (; count < Together && _waiting.Reader.TryRead(out var entry); count++)
            {
                Add(entry);
                WriteToConsole(entry);
            }

            if (count == 0)
            {
                return false;
            }

            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0)
            {
                Add(Losses(lost));
            }

            if (!_file.TryAppend(_lines.WrittenSpan))
            {
                Interlocked.Add(ref _lost, lost + count);
            }

            return true;
        }
    }

    // On its own first: one that can't be written, for what a caller logged, takes no other with it.
    private void Add(LogEntry entry)
    {
        _line.ResetWrittenCount();
        try
        {
            _json.Write(_line, entry);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _lost);
            return;
        }

        _lines.Write(_line.WrittenSpan);
    }

    private LogEntry Losses(long count) => new(
        _time.GetUtcNow(), LogLevel.Warning, LogArea.Hosting, typeof(LogOutput).FullName!, 1,
        $"{count} lines before this one were lost: they came faster than they can be written, or the disk took none", null, [new("Count", count)], null);

    private void WriteToConsole(LogEntry entry)
    {
        if (_console is null)
        {
            return;
        }

        var text = new StringBuilder();
        LogText.Write(text, entry.Time, AreaLevels.Name(entry.Level), _part, entry.Area, entry.Message, entry.TraceId, entry.Error);
        try
        {
            _console.WriteLine(text);
        }
        catch (IOException)
        {
            // Whoever read along is gone; the file goes on.
        }
    }
}
