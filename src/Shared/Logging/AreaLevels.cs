using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;

namespace Dispatch.Logging;

/// <summary>How much each area logs, changeable while it runs. A choice is kept in a file beside the logs and outlives a restart.</summary>
internal sealed class AreaLevels
{
    private readonly ConcurrentDictionary<string, LogArea> _areas = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _saving = new();
    private readonly string _part;
    private readonly string _file;

    public AreaLevels(DataFolder data, string part)
    {
        _part = part;
        _file = Path.Combine(data.Logs, part + ".levels.json");
        foreach (var (area, level) in Read())
        {
            if (TryRead(level, out var known))
            {
                Area(area).Level = known;
            }
        }
    }

    /// <summary>Why the kept choices can't be read; they are as if none were made.</summary>
    public string? Unreadable { get; private set; }

    public LogArea Area(string name) => _areas.GetOrAdd(name, static name => new LogArea(name));

    /// <summary>The areas in which anything logs.</summary>
    public IReadOnlyList<LogAreaLevel> List() => [.. Names.Value.Select(Describe)];

    /// <summary>Null for an area in which nothing logs.</summary>
    public LogAreaLevel? Find(string area) => Names.Value.TryGetValue(area, out var name) ? Describe(name) : null;

    /// <param name="area">One that <see cref="Find"/> knows.</param>
    /// <param name="level">Null takes the choice back.</param>
    /// <returns>Null, or why the choice holds only until the next start.</returns>
    public string? Set(string area, LogLevel? level)
    {
        lock (_saving)
        {
            var chosen = Area(area);
            chosen.Level = level ?? chosen.Default;
            return Save();
        }
    }

    public static bool TryRead(string name, out LogLevel level) =>
        Enum.TryParse(name, ignoreCase: true, out level) && LogLevels.Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static string Name(LogLevel level) => LogLevels.Names[(int)level];

    /// <summary>By where this program's own log messages are declared: asked for rarely, so it need not be known at the start.</summary>
    private static Lazy<SortedSet<string>> Names { get; } = new(static () => new SortedSet<string>(
        typeof(AreaLevels).Assembly.GetTypes()
            .Where(static type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                .Any(static method => method.IsDefined(typeof(LoggerMessageAttribute))))
            .Select(static type => LogArea.Of(type.FullName!))
            .Append(LogArea.Framework),
        StringComparer.OrdinalIgnoreCase));

    private LogAreaLevel Describe(string name)
    {
        var area = Area(name);
        return new LogAreaLevel(_part, area.Name, Name(area.Level), Name(area.Default));
    }

    private Dictionary<string, string> Read()
    {
        try
        {
            return File.Exists(_file) ? JsonSerializer.Deserialize(File.ReadAllBytes(_file), Wire.Default.DictionaryStringString) ?? [] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Unreadable = $"{_file} can't be read, so every area logs as by default: {e.Message}";
            return [];
        }
    }

    private string? Save()
    {
        var chosen = _areas.Values.Where(area => area.Level != area.Default).ToDictionary(area => area.Name, area => Name(area.Level));
        try
        {
            var draft = _file + ".tmp";
            File.Delete(draft);
            using (var file = new FileStream(draft, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = LogFile.OwnerOnly }))
            {
                JsonSerializer.Serialize(file, chosen, Wire.Default.DictionaryStringString);
            }

            File.Move(draft, _file, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The {_part} could not write {_file} ({e.Message.TrimEnd('.')}), so the level holds until its next start only";
        }
    }
}
