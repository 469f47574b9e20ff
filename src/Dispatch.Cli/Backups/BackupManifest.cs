using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Databases;

namespace Dispatch.Cli.Backups;

/// <summary>The first entry of a backup: what it is, and all that is in it.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Version">The version of the archive's own layout.</param>
/// <param name="Dispatch">The version of the program that wrote it.</param>
/// <param name="TakenAt">When it was begun: all that was shown before is in it.</param>
/// <param name="Schema">The version of the server's tables; absent when its database isn't in the backup.</param>
/// <param name="Files">Every further entry, in its order.</param>
/// <param name="Logs">What each log holds.</param>
/// <param name="Faults">How many faults were in the logs, and accepted: 0 as a rule.</param>
internal sealed partial record BackupManifest(
    string Format, int Version, string Dispatch, DateTimeOffset TakenAt, long? Schema, IReadOnlyList<BackupFile> Files, IReadOnlyList<LogContents> Logs, long Faults)
{
    public const string Name = "manifest.json";
    public const string FormatName = "dispatch-backup";
    public const int CurrentVersion = 3;

    /// <summary>Of a backup without templates: the programs that took none along restore it too.</summary>
    public const int WithoutTemplates = 2;

    /// <summary>Of a backup without segments either: the programs before there were any restore it too.</summary>
    public const int FirstVersion = 1;

    /// <summary>Larger than that of a hundred thousand sessions.</summary>
    public const int MaximumLength = 16 * 1024 * 1024;

    public const string Database = "server.db";

    /// <summary>What may be in a backup; nothing else is written into a data folder.</summary>
    public static bool MayHold(BackupFile file) => TemplateFiles.MayBe(file.Name)
        ? file.Link is null || (file.Bytes == 0 && TemplateFiles.MayLead(file.Name, file.Link))
        : file is { Link: null, Executable: null }
            && (file.Name is Database || SmallFiles.Contains(file.Name) || Log().IsMatch(file.Name) || Segment().IsMatch(file.Name));

    /// <summary>The lowest that can tell of all that is in it.</summary>
    public static int VersionOf(IReadOnlyList<BackupFile> files) =>
        files.Any(file => TemplateFiles.MayBe(file.Name)) ? CurrentVersion : files.Any(file => Segment().IsMatch(file.Name)) ? WithoutTemplates : FirstVersion;

    /// <summary>Taken as they are, where they are there.</summary>
    public static IReadOnlyList<string> SmallFiles { get; } = ["key", "secrets-key", "runner.json"];

    public static string LogOf(string workspace) => $"workspaces/{workspace}/log.db";

    /// <summary>The segments that lie beside a log in a folder that is laid out like a data folder.</summary>
    public static IEnumerable<string> SegmentsOf(string folder, string workspace) =>
        Path.Combine(folder, "workspaces", workspace, "segments") is var segments && Directory.Exists(segments)
            ? Directory.EnumerateFiles(segments, "*.seg", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)
            : [];

    [GeneratedRegex(@"^workspaces/[A-Za-z0-9_-][A-Za-z0-9._-]*/segments/[a-z0-9]+/[0-9]+\.seg$")]
    private static partial Regex Segment();

    [GeneratedRegex(@"^workspaces/[A-Za-z0-9_-][A-Za-z0-9._-]*/log\.db$")]
    private static partial Regex Log();
}

/// <param name="Name">Its path in the data folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">In hexadecimal digits; of a link that of where it leads.</param>
/// <param name="Executable">True for a program of a template.</param>
/// <param name="Link">Where a link of a template leads; absent for a file.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256, bool? Executable = null, string? Link = null)
{
    public static BackupFile OfLink(string name, string target) =>
        new(name, 0, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target))), Link: target);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
