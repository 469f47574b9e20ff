using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>An event as it lies in the log; its payload is valid during the call that hands it over.</summary>
/// <param name="Length">The bytes of its payload, also where they aren't handed over.</param>
internal readonly record struct StoredEvent(long Position, long SessionRow, long Seq, int Epoch, long Time, int Type, int Principal, int Length);

/// <summary>Takes events in order; false ends the reading after the one given.</summary>
internal interface IEventSink
{
    bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload);
}

/// <summary>
/// Reads the past, beside the writer: a few connections of their own, each read short, so that no reader holds the WAL back.
/// </summary>
internal sealed class LogReaders(string path) : IDisposable
{
    private const int Most = 4;
    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentBag<LogReader> _readers = [];

    /// <summary>Hands over a session's events after a position, until the sink has enough.</summary>
    public ValueTask ReadAsync<TSink>(long session, long after, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Session(session, after, sink), cancellation);

    /// <summary>
    /// Hands over a session's events after a position without the bytes of its output, whose number is in <see cref="StoredEvent.Length"/>;
    /// on wish its facts alone.
    /// </summary>
    public ValueTask OutlineAsync<TSink>(long session, long after, bool facts, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Outline(session, after, facts, sink), cancellation);

    /// <summary>Hands over the workspace's facts (all but output) after a position of the workspace.</summary>
    public ValueTask ReadFactsAsync<TSink>(long after, TSink sink, CancellationToken cancellation)
        where TSink : class, IEventSink =>
        WithReaderAsync(reader => reader.Facts(after, sink), cancellation);

    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        _free.Dispose();
    }

    private async ValueTask WithReaderAsync(Action<LogReader> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            var reader = _readers.TryTake(out var idle) ? idle : new LogReader(path);
            try
            {
                read(reader);
            }
            finally
            {
                // Also after a sink that threw: its statements are reset by then.
                _readers.Add(reader);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    private sealed class LogReader : IDisposable
    {
        private const string Columns = "SELECT position, session, seq, epoch, time, type, principal, length(payload)";
        private const string WithoutOutput = $"{Columns}, CASE type WHEN 1 THEN NULL ELSE payload END FROM events WHERE session = ?1 AND seq > ?2";
        private readonly SqliteConnection _connection;
        private readonly Statement _session, _facts, _outline, _sessionFacts;

        public LogReader(string path)
        {
            _connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            _connection.Open();
            _session = new Statement(_connection, $"{Columns}, payload FROM events WHERE session = ?1 AND seq > ?2 ORDER BY seq");
            _outline = new Statement(_connection, $"{WithoutOutput} ORDER BY seq");
            _sessionFacts = new Statement(_connection, $"{WithoutOutput} AND type <> 1 ORDER BY seq");
            _facts = new Statement(_connection, $"{Columns}, payload FROM events WHERE position > ?1 AND type <> 1 ORDER BY position");
        }

        public void Session(long session, long after, IEventSink sink) => Read(_session.Bind(1, session).Bind(2, after), sink);

        public void Outline(long session, long after, bool facts, IEventSink sink) =>
            Read((facts ? _sessionFacts : _outline).Bind(1, session).Bind(2, after), sink);

        public void Facts(long after, IEventSink sink) => Read(_facts.Bind(1, after), sink);

        public void Dispose()
        {
            _session.Dispose();
            _facts.Dispose();
            _outline.Dispose();
            _sessionFacts.Dispose();
            _connection.Dispose();
        }

        private static void Read(Statement statement, IEventSink sink)
        {
            try
            {
                while (statement.Step())
                {
                    var stored = new StoredEvent(
                        statement.Integer(0), statement.Integer(1), statement.Integer(2), (int)statement.Integer(3), statement.Integer(4),
                        (int)statement.Integer(5), (int)statement.Integer(6), (int)statement.Integer(7));
                    if (!sink.Take(stored, statement.Blob(8)))
                    {
                        return;
                    }
                }
            }
            finally
            {
                statement.Reset();
            }
        }
    }
}
