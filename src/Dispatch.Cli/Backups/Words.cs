using System.Globalization;

namespace Dispatch.Cli.Backups;

/// <summary>What a backup holds, for a person.</summary>
internal static class Words
{
    public static string Contents(BackupManifest manifest) =>
        $"{Count(manifest.Logs.Sum(log => log.Sessions.Count), "session")}, {Count(manifest.Logs.Sum(log => log.Events), "event")}, "
        + (manifest.Schema is { } schema ? $"the server's database (schema {schema})" : "without the server's database");

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000} MB"),
    };

    private static string Count(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
