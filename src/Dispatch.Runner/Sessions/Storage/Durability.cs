using System.Threading.Channels;
using Dispatch.Loops;
using Dispatch.Protocol;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>
/// Makes what was committed survive a power cut, away from the way of a keystroke: whoever needs it waits for the next sync of the
/// write-ahead log, and all who wait share one. The same thread moves the write-ahead log into the database.
/// </summary>
internal sealed partial class Durability : IAsyncDisposable
{
    /// <summary>Written bytes after which the write-ahead log is moved into the database.</summary>
    private const long CheckpointAfter = 8 * 1024 * 1024;

    /// <summary>
    /// A write-ahead log that is still as large then is begun anew while writers wait: what came meanwhile is little, and else it would grow for
    /// as long as something is written. The next runner reads all of it before it answers.
    /// </summary>
    private const long CheckpointNow = 48 * 1024 * 1024;

    /// <summary>Until what failed is tried again, though nobody asks for it: readiness tells of it, and must soon hear that it is over.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>Stands in the queue for a round of the checkpoint.</summary>
    private static readonly TaskCompletionSource Checkpoint = new();

    /// <summary>Stands in the queue for what failed.</summary>
    private static readonly TaskCompletionSource Again = new();

    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>(new() { SingleReader = true });
    private readonly EventLog _log;
    private readonly ILogger _logger;
    private readonly SqliteConnection _connection;
    private readonly List<TaskCompletionSource> _group = [];
    private readonly LoopState _moves;
    private readonly Task _loop;
    private volatile string? _unconfirmed;
    private bool _moveFailed;

    public Durability(EventLog log, BackgroundLoops loops, ILogger logger)
    {
        _log = log;
        _logger = logger;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = log.Path, Pooling = false }.ToString());
        _connection.Open();
        LogSchema.Execute(_connection, "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0;");
        _moves = loops.State("the move of the write-ahead log into its database");
        _loop = Task.Run(() => loops.KeepAsync("the syncing of the log", RunAsync, CancellationToken.None));
    }

    /// <summary>Why the disk didn't confirm what was written last; null when it did.</summary>
    public string? Unconfirmed => _unconfirmed;

    /// <summary>Completes when everything committed before the call is on the disk.</summary>
    public Task FlushAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _waiting.Writer.TryWrite(done) ? done.Task : Task.FromException(new ObjectDisposedException(nameof(Durability)));
    }

    /// <summary>Called after commits; costs a comparison.</summary>
    public void AfterCommit()
    {
        if (_log.Uncheckpointed > CheckpointAfter)
        {
            _log.Uncheckpointed = 0;
            _waiting.Writer.TryWrite(Checkpoint);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (await _waiting.Reader.WaitToReadAsync(stopping))
        {
            var checkpoint = false;
            while (_waiting.Reader.TryRead(out var next))
            {
                if (next == Checkpoint)
                {
                    checkpoint = true;
                }
                else if (next != Again)
                {
                    _group.Add(next);
                }
            }

            Sync();
            if (checkpoint || _moveFailed)
            {
                MoveIntoDatabase();
            }

            if (_unconfirmed is not null || _moveFailed)
            {
                await Task.WhenAny(Task.Delay(RetryPause, stopping), _waiting.Reader.WaitToReadAsync(stopping).AsTask());
                _waiting.Writer.TryWrite(Again);
            }
        }
    }

    private void Sync()
    {
        if (_group.Count == 0 && _unconfirmed is null)
        {
            return;
        }

        try
        {
            if (_unconfirmed is not null)
            {
                WriteAgain();
            }

            // A second descriptor on the write-ahead log is safe; one on the database would drop SQLite's locks when closed.
            using var wal = File.OpenHandle(_log.Path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Disk.Sync(wal);
            _unconfirmed = null;
            _group.ForEach(done => done.SetResult());
        }
        catch (Exception e)
        {
            // Whatever it was: the loop goes on, and whoever waits is told.
            LogSyncFailed(_logger, e is IOException ? null : e, _log.Path, e.Message);
            var cause = $"The log {_log.Path} could not be written to the disk: {e.Message}";
            _unconfirmed = cause;
            _group.ForEach(done => done.SetException(new IOException(cause)));
        }

        _group.Clear();
    }

    /// <summary>
    /// What a failed sync left isn't written by the next one: the kernel tells a failure once and takes the pages for written. So all of it goes into
    /// the database, whose sync SQLite looks after, and the write-ahead log begins anew.
    /// </summary>
    private void WriteAgain() => _log.Exclusively(() =>
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var answer = command.ExecuteReader();
        if (answer.Read() && answer.GetInt64(0) != 0)
        {
            throw new IOException("what was written before is still being read");
        }
    });

    private void MoveIntoDatabase()
    {
        try
        {
            LogSchema.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE)");
            if (new FileInfo(_log.Path + "-wal").Length > CheckpointNow)
            {
                _log.Exclusively(() => LogSchema.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
            }

            _moves.Succeeded();
            _moveFailed = false;
        }
        catch (Exception e)
        {
            // Readiness tells of it when it keeps failing.
            _moves.Failed(e);
            _moveFailed = true;
            LogCheckpointFailed(_logger, e is SqliteException ? null : e, _log.Path, e.Message);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "The log {Path} could not be synced: {Cause}")]
    private static partial void LogSyncFailed(ILogger logger, Exception? exception, string path, string cause);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "The write-ahead log of {Path} was not moved into it, and grows: {Cause}")]
    private static partial void LogCheckpointFailed(ILogger logger, Exception? exception, string path, string cause);
}
