namespace Dispatch.Protocol.Logs;

/// <summary>How much is logged, from most to nothing.</summary>
public static class LogLevels
{
    /// <summary>Takes a choice back.</summary>
    public const string Default = "default";

    public static IReadOnlyList<string> Names { get; } = ["trace", "debug", "information", "warning", "error", "critical", "none"];
}

/// <summary>How much one area of one part logs.</summary>
/// <param name="Part"><c>server</c> or <c>runner</c>.</param>
/// <param name="Area">The capability, as its folder in the source is named.</param>
/// <param name="Level">The least level that is logged.</param>
/// <param name="Default">The level when nobody chose one.</param>
public sealed record LogAreaLevel(string Part, string Area, string Level, string Default);

/// <param name="Items">By part and area.</param>
/// <param name="Problem">What isn't in it or wasn't done, and why: a runner that isn't reached, a choice that couldn't be kept.</param>
public sealed record LogLevelList(IReadOnlyList<LogAreaLevel> Items, string? Problem = null);

/// <param name="Level">One of <see cref="LogLevels.Names"/>, or <see cref="LogLevels.Default"/>.</param>
public sealed record SetLogLevel(string Level);
