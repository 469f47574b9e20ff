using System.IO.Compression;
using System.Security.Cryptography;
using Dispatch.Terminal;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Terminals.Storage;

/// <summary>
/// Screens along a log, in a file of their own beside it, so that any of its positions is reached from one nearby. Only a cache: it can be
/// deleted at any time, and what can't be read is made anew from the log. Never used on the keeper's thread.
/// </summary>
internal sealed partial class ScreenCache : IDisposable
{
    /// <summary>
    /// Output after which another screen is kept, in bytes. What a rendering of the past replays is little more than this at most (what was
    /// printed while the screen was being drawn), or, of a long past, a thirtieth of the output that the log had when its screens were
    /// thinned (<see cref="Thinning"/>): 36 MB of the gibibyte that <c>limits.printedBytes</c> allows when absent. Only where none was kept
    /// yet, in what was imported or after this file was lost, is it once replayed from further back, and screens are kept on the way.
    /// </summary>
    public const long Distance = 4L * 1024 * 1024;

    /// <summary>Output after which the last one is replaced by a newer, when that isn't too often: what a runner that was killed has to replay of each session.</summary>
    public const long Fresh = 256L * 1024;

    private const int CheckLength = 8;
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Func<int> _epoch;
    private readonly ILogger _logger;
    private ScreenTable? _table;

    /// <param name="path">The file.</param>
    /// <param name="epoch">The log's epoch in force: positions of another one mean something else.</param>
    /// <param name="logger">Told of what is wrong with the file.</param>
    public ScreenCache(string path, Func<int> epoch, ILogger logger)
    {
        _path = path;
        _epoch = epoch;
        _logger = logger;
        _table = Open();
    }

    /// <summary>The last screen that was kept at or before a position; null when there is none.</summary>
    public KeptScreen? Newest(string session, long through) => Try(table => table.Newest(session, _epoch(), through) is { } row ? Unpack(row) : null);

    public void Put(KeptScreen screen)
    {
        var packed = new byte[CheckLength + BrotliEncoder.GetMaxCompressedLength(screen.Bytes.Length)];
        SHA256.HashData(screen.Bytes.Span).AsSpan(0, CheckLength).CopyTo(packed);
        if (!BrotliEncoder.TryCompress(screen.Bytes.Span, packed.AsSpan(CheckLength), out var length, quality: 1, window: 22))
        {
            return;
        }

        Try(table =>
        {
            var epoch = _epoch();
            table.Put(screen, epoch, packed.AsSpan(0, CheckLength + length));
            table.Thin(screen.Session, epoch, Distance);
            return screen;
        });
    }

    /// <summary>Of those from before the log's oldest output only the last is of use.</summary>
    public void Prune(string session, long prunedThrough) => Try(table =>
    {
        table.Prune(session, prunedThrough);
        return table;
    });

    public void Remove(string session) => Try(table =>
    {
        table.Remove(session);
        return table;
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _table?.Dispose();
            _table = null;
        }
    }

    private static KeptScreen? Unpack(KeptScreen row)
    {
        using var from = new BrotliStream(new MemoryStream(row.Bytes[CheckLength..].ToArray()), CompressionMode.Decompress);
        using var into = new MemoryStream();
        from.CopyTo(into);
        var bytes = into.GetBuffer().AsMemory(0, (int)into.Length);
        return SHA256.HashData(bytes.Span).AsSpan(0, CheckLength).SequenceEqual(row.Bytes.Span[..CheckLength])
            ? row with { Bytes = bytes }
            : throw new InvalidDataException($"the screen of session {row.Session} at {row.Seq} is not what was kept");
    }

    private T? Try<T>(Func<ScreenTable, T?> use)
        where T : class
    {
        lock (_gate)
        {
            try
            {
                return _table is null ? null : use(_table);
            }
            catch (Exception e) when (e is SqliteException or InvalidDataException or InvalidOperationException or ArgumentException)
            {
                LogBroken(_logger, _path, e.Message);
                _table?.Dispose();
                Delete();
                _table = Open();
                return null;
            }
        }
    }

    private ScreenTable? Open()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var table = new ScreenTable(_path);
                table.Forget(_epoch(), Emulator.FormatVersion);
                return table;
            }
            catch (SqliteException e) when (attempt == 0)
            {
                LogBroken(_logger, _path, e.Message);
                Delete();
            }
            catch (SqliteException e)
            {
                LogUnusable(_logger, _path, e.Message);
                return null;
            }
        }
    }

    private void Delete()
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
        {
            try
            {
                File.Delete(_path + suffix);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                LogUnusable(_logger, _path, e.Message);
            }
        }
    }

    [LoggerMessage(EventId = 190, Level = LogLevel.Warning, Message = "The cache of screens {Path} can't be read and is made anew: {Cause}")]
    private static partial void LogBroken(ILogger logger, string path, string cause);

    [LoggerMessage(EventId = 191, Level = LogLevel.Error, Message = "Without the cache of screens {Path}, the past is replayed from its beginning: {Cause}")]
    private static partial void LogUnusable(ILogger logger, string path, string cause);
}
