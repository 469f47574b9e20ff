using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Problems;

namespace Dispatch.Logging;

/// <summary>Chooses an area's level as a request asks for it.</summary>
internal static class LevelChoice
{
    public static (LogLevelList? Done, Error? Refusal) Choose(this AreaLevels levels, string area, SetLogLevel request)
    {
        if (levels.Find(area) is not { } known)
        {
            return (null, NoArea(area, levels.List()));
        }

        var byDefault = string.Equals(request.Level, LogLevels.Default, StringComparison.OrdinalIgnoreCase);
        LogLevel level = default;
        if (!byDefault && !AreaLevels.TryRead(request.Level, out level))
        {
            return (null, new Error(
                ErrorKind.Invalid, "log-level.unknown", $"'{request.Level}' is no level. There are {string.Join(", ", LogLevels.Names)}, and {LogLevels.Default}."));
        }

        var problem = levels.Set(known.Area, byDefault ? null : level);
        return (new LogLevelList([levels.Find(area)!], problem), null);
    }

    public static Error NoArea(string area, IEnumerable<LogAreaLevel> known) => new(
        ErrorKind.NotFound, "log-area.not-found",
        $"Nothing logs in an area '{area}'. There are {string.Join(", ", known.Select(item => item.Area).Distinct().Order(StringComparer.Ordinal))}.");
}
