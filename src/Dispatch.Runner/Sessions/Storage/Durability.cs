using System.Threading.Channels;
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

    /// <summary>A write-ahead log of this size is moved while writers wait, else a flood would grow it without end.</summary>
    private const long CheckpointNow = 96 * 1024 * 1024;

    /// <summary>Stands in the queue for a round of the checkpoint.</summary>
    private static readonly TaskCompletionSource Checkpoint = new();

    private readonly Channel<TaskCompletionSource> _waiting = Channel.CreateUnbounded<TaskCompletionSource>(new() { SingleReader = true });
    private readonly EventLog _log;
    private readonly ILogger _logger;
    private readonly SqliteConnection _connection;
    private readonly Task _loop;

    public Durability(EventLog log, ILogger logger)
    {
        _log = log;
        _logger = logger;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = log.Path, Pooling = false }.ToString());
        _connection.Open();
        LogSchema.Execute(_connection, "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0;");
        _loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

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

    private async Task RunAsync()
    {
        var group = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var checkpoint = false;
            while (_waiting.Reader.TryRead(out var next))
            {
                if (next == Checkpoint)
                {
                    checkpoint = true;
                }
                else
                {
                    group.Add(next);
                }
            }

            Sync(group);
            if (checkpoint)
            {
                MoveIntoDatabase();
            }
        }
    }

    private void Sync(List<TaskCompletionSource> group)
    {
        if (group.Count == 0)
        {
            return;
        }

        try
        {
            // A second descriptor on the write-ahead log is safe; one on the database would drop SQLite's locks when closed.
            using var wal = File.OpenHandle(_log.Path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            Disk.Sync(wal);
            group.ForEach(done => done.SetResult());
        }
        catch (Exception e)
        {
            // Whatever it was: the loop goes on, and whoever waits is told.
            LogSyncFailed(_logger, e is IOException ? null : e, _log.Path, e.Message);
            group.ForEach(done => done.SetException(new IOException($"The log {_log.Path} could not be written to the disk: {e.Message}")));
        }

        group.Clear();
    }

    private void MoveIntoDatabase()
    {
        try
        {
            if (new FileInfo(_log.Path + "-wal").Length > CheckpointNow)
            {
                _log.Exclusively(() => LogSchema.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)"));
            }
            else
            {
                LogSchema.Execute(_connection, "PRAGMA wal_checkpoint(PASSIVE)");
            }
        }
        catch (Exception e)
        {
            LogCheckpointFailed(_logger, e is SqliteException ? null : e, _log.Path, e.Message);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Error, Message = "The log {Path} could not be synced: {Cause}")]
    private static partial void LogSyncFailed(ILogger logger, Exception? exception, string path, string cause);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "The write-ahead log of {Path} was not moved into it, and grows: {Cause}")]
    private static partial void LogCheckpointFailed(ILogger logger, Exception? exception, string path, string cause);
}
