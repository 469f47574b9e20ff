using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Sessions.Storage;

/// <summary>What a log knows of itself: its epoch, the machine's boot it was last used in, and whether it was closed in order.</summary>
internal sealed class LogMeta(SqliteConnection connection) : IDisposable
{
    private const string Preset = "preset.", Rule = "agent-rule.";

    private readonly Statement _read = new(connection, "SELECT value FROM meta WHERE name = ?1");
    private readonly Statement _write = new(connection, "INSERT OR REPLACE INTO meta (name, value) VALUES (?1, ?2)");

    public int Epoch
    {
        get => int.Parse(Read("epoch") ?? "1", CultureInfo.InvariantCulture);
        set => Write("epoch", value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The kernel's id of the boot in which the log was last opened; null for a new log.</summary>
    public string? Boot
    {
        get => Read("boot");
        set => Write("boot", value!);
    }

    /// <summary>The stamp of the last opening; see <see cref="LogWitness"/>. Empty for a new log.</summary>
    public string Stamp
    {
        get => Read("stamp") ?? "";
        set => Write("stamp", value);
    }

    /// <summary>Whether everything was synced and closed. After a power cut it wasn't, and the WAL's tail may be missing.</summary>
    public bool ClosedInOrder
    {
        get => Read("closed") == "1";
        set => Write("closed", value ? "1" : "0");
    }

    /// <summary>What the clock said when it was last believed; see <see cref="Retention.ClockReading"/>.</summary>
    public string? Clock
    {
        get => Read("clock");
        set => Write("clock", value!);
    }

    /// <summary>What its workspace is called and where it is, as JSON; null for a log from before there were several.</summary>
    public string? Workspace
    {
        get => Read("workspace");
        set => Write("workspace", value!);
    }

    /// <summary>What is kept under a name of its own each: its id, and what it says as JSON.</summary>
    public IReadOnlyList<(string Id, string Text)> Presets() => All(Preset);

    public bool HasPreset(string id) => Read(Preset + id) is not null;

    /// <param name="text">Null takes it away.</param>
    public void SetPreset(string id, string? text) => Set(Preset + id, text);

    /// <summary>The standing answers to agents: each one's id, and what it says as JSON.</summary>
    public IReadOnlyList<(string Id, string Text)> AgentRules() => All(Rule);

    /// <param name="text">Null takes it away.</param>
    public void SetAgentRule(string id, string? text) => Set(Rule + id, text);

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }

    private List<(string Id, string Text)> All(string prefix)
    {
        var found = new List<(string, string)>();
        using var all = new Statement(connection, "SELECT name, value FROM meta WHERE name GLOB ?1");
        all.Bind(1, prefix + "*");
        while (all.Step())
        {
            found.Add((all.Text(0)[prefix.Length..], all.Text(1)));
        }

        return found;
    }

    private void Set(string name, string? text)
    {
        if (text is not null)
        {
            Write(name, text);
            return;
        }

        using var delete = new Statement(connection, "DELETE FROM meta WHERE name = ?1");
        delete.Bind(1, name).Run();
    }

    private string? Read(string name)
    {
        var value = _read.Bind(1, name).Step() ? _read.Text(0) : null;
        _read.Reset();
        return value;
    }

    private void Write(string name, string value) => _write.Bind(1, name).Bind(2, value).Run();
}
