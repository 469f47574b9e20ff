using Dispatch.Protocol.Logs;

namespace Dispatch.Cli.Logs;

/// <summary>Which lines are wanted.</summary>
/// <param name="Level">The least, as an index into <see cref="LogLevels.Names"/>.</param>
internal sealed record LogQuery(string? Area, int Level, string? Trace, DateTimeOffset? Since)
{
    public bool Wants(LogLine line) =>
        (Area is null || line.Area.Equals(Area, StringComparison.OrdinalIgnoreCase))
        && LevelName.Rank(line.Level) >= Level
        && (Trace is null || line.TraceId?.StartsWith(Trace, StringComparison.OrdinalIgnoreCase) == true)
        && !(line.Time < Since);
}
