using Dispatch.Protocol;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the databases are databases, and whole as far as their heads tell.</summary>
internal static class DatabasesCheck
{
    public const string Name = "databases";

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var logs = Logs(examined.Data);
        Finding[] faults =
        [
            .. Judge(examined.Data.ServerDatabase, "Restore it from a backup, or move it away to begin with a new one (sessions live on, browsers sign in again)"),
            .. logs.SelectMany(log => Judge(log, "Put back a copy of it, or move it and the files beside it away to begin with an empty one")),
        ];
        return faults is [] ? [Finding.Ok(Name, Sound(examined, logs))] : faults;
    }

    private static IEnumerable<Finding> Judge(string path, string next)
    {
        if (Directory.Exists(path))
        {
            yield return Finding.Problem(Name, $"{path} is a folder, not a database", next);
        }
        else if (File.Exists(path) && DatabaseFile.Fault(path) is { } fault)
        {
            yield return Finding.Problem(Name, $"{path} {fault}", next);
        }
    }

    private static string Sound(Examined examined, string[] logs) => (File.Exists(examined.Data.ServerDatabase), logs.Length) switch
    {
        (false, 0) => "There are none yet; the first start makes them",
        var (server, count) => $"{(server ? "server.db and " : "")}{count} {(count == 1 ? "log" : "logs")} of sessions have sound heads; dispatch db verify reads all of them",
    };

    private static string[] Logs(DataFolder data) => Directory.Exists(data.Workspaces)
        ? [.. Directory.EnumerateDirectories(data.Workspaces).Select(folder => data.WorkspaceLog(Path.GetFileName(folder))).Where(Path.Exists).Order(StringComparer.Ordinal)]
        : [];
}
