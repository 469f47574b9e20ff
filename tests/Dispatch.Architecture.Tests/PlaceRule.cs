using System.Text.RegularExpressions;

namespace Dispatch.Architecture.Tests;

/// <summary>Something that source code may name only in certain places.</summary>
/// <param name="What">What it is, for the message.</param>
/// <param name="Named">How it shows in code.</param>
/// <param name="Where">The places, for the message.</param>
/// <param name="Allows">Whether a file lies in such a place.</param>
internal sealed partial record PlaceRule(string What, Regex Named, string Where, Func<SourceFile, bool> Allows)
{
    public static PlaceRule DatabaseDrivers { get; } = new(
        "a database driver", DatabaseDriver(), "a folder named Storage", file => file.HasFolder("Storage"));

    public static PlaceRule TerminalDevices { get; } = new(
        "an API that makes terminals or processes", TerminalDevice(), "src/Dispatch.Runner", file => file.IsUnder("src/Dispatch.Runner"));

    public static PlaceRule ProcessStart { get; } = new(
        "the start of a process",
        StartOfProcess(),
        "src/Dispatch.Runner, src/Dispatch.Cli/Launch or src/Dispatch.Server/Environments",
        file => file.IsUnder("src/Dispatch.Runner") || file.IsUnder("src/Dispatch.Cli/Launch") || file.IsUnder("src/Dispatch.Server/Environments"));

    public IEnumerable<string> Violations(IEnumerable<SourceFile> files) =>
        from file in files
        where !Allows(file)
        let found = Named.Match(file.Code)
        where found.Success
        select $"{file.Path} names {What} ({found.Value.Trim()}); that belongs into {Where}.";

    [GeneratedRegex(@"\b(Npgsql|Microsoft\.Data\.Sqlite|Dapper|SQLitePCL)\b")]
    private static partial Regex DatabaseDriver();

    [GeneratedRegex(@"\b(posix_openpt|posix_spawnp?|grantpt|unlockpt|ptsname(_r)?|openpty|forkpty|(v?fork|clone3?)(?=\()|(?<=EntryPoint\s*=\s*"")(v?fork|clone3?)|execvp?e?)\b")]
    private static partial Regex TerminalDevice();

    [GeneratedRegex(@"\bProcess\s*\.\s*Start\b|\bnew\s+(System\.Diagnostics\.)?Process(StartInfo)?\b|\bProcessStartInfo\b")]
    private static partial Regex StartOfProcess();
}
