namespace Dispatch.Logging;

/// <summary>A capability whose level can be chosen: the folder in the source that a logger's category lies in.</summary>
internal sealed class LogArea(string name)
{
    /// <summary>Frameworks and libraries.</summary>
    public const string Framework = "Framework";

    /// <summary>One line a request; see <see cref="RequestLog"/>.</summary>
    public const string Requests = "Requests";

    /// <summary>What belongs to the program as a whole.</summary>
    public const string Hosting = "Hosting";

    /// <summary>What is measured, and whom it is sent to.</summary>
    public const string Metrics = "Metrics";

    private volatile int _level = (int)DefaultOf(name);

    public string Name { get; } = name;

    public LogLevel Default => DefaultOf(Name);

    public LogLevel Level
    {
        get => (LogLevel)_level;
        set => _level = (int)value;
    }

    /// <summary><c>Dispatch.Runner.Sessions.Storage.Durability</c> is of Sessions.</summary>
    public static string Of(string category) => category.Split('.') switch
    {
        ["Dispatch", "Logging", nameof(RequestLog)] => Requests,
        ["Dispatch", Metrics, ..] => Metrics,
        ["Dispatch", _, var area, _, ..] => area,
        ["Dispatch", ..] => Hosting,
        _ => Framework,
    };

    private static LogLevel DefaultOf(string name) => name == Framework ? LogLevel.Warning : LogLevel.Information;
}
