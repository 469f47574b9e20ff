using System.Collections.Concurrent;
using Dispatch.Protocol.Sessions;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Event types and principals are numbers in the rows and names once. 0 is the empty name.</summary>
internal sealed class LogNames : IDisposable
{
    private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ConcurrentDictionary<int, string> _names = new() { [0] = "" };
    private readonly Statement _insert;

    public LogNames(SqliteConnection connection)
    {
        using var all = new Statement(connection, "SELECT id, name FROM names");
        while (all.Step())
        {
            Remember((int)all.Integer(0), all.Text(1));
        }

        _insert = new Statement(connection, "INSERT INTO names (name) VALUES (?1) RETURNING id");
        // Now, while a full disk only keeps the log from being opened: an exit is recorded where nothing may fail.
        foreach (var type in EventTypes.All)
        {
            Make(type);
        }
    }

    public bool Knows(int id) => _names.ContainsKey(id);

    /// <summary>Of a damaged log some have none: whoever reads its past passes over what is unknown.</summary>
    public string Name(int id) => _names.TryGetValue(id, out var name) ? name : $"unknown.{id}";

    /// <summary>The number of a name, made when new. Not within a batch: a new name is a commit of its own.</summary>
    public int Id(string name, EventLog log)
    {
        if (_ids.TryGetValue(name, out var known))
        {
            return known;
        }

        log.Exclusively(() =>
        {
            try
            {
                Make(name);
            }
            catch (SqliteException e)
            {
                _insert.Reset();
                throw new LogFaultException($"The log {log.Path} takes no more: {e.Message} Make room on its disk.", e);
            }
        });
        return _ids[name];
    }

    public void Dispose() => _insert.Dispose();

    private void Make(string name)
    {
        if (!_ids.ContainsKey(name))
        {
            _insert.Bind(1, name).Step();
            var id = (int)_insert.Integer(0);
            _insert.Run();
            Remember(id, name);
        }
    }

    private void Remember(int id, string name)
    {
        _ids[name] = id;
        _names[id] = name;
    }
}
