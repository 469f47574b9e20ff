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
        if (faults is [])
        {
            faults = [.. examined.Logs.SelectMany(report => report.Faults.Select(fault => Finding.Problem(Name, $"{report.Log}: {fault.Found}", fault.Next)))];
        }

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
        var (server, count) => $"{(server ? "server.db and " : "")}{count} {(count == 1 ? "log" : "logs")} of sessions {Looked(examined, count)}. To read all of them: dispatch db verify",
    };

    private static string Looked(Examined examined, int logs) => (examined.Logs.Count == logs, examined.Runner) switch
    {
        (true, _) => "are sound: pages of logs read from the files, since nothing has them open, and the head of server.db",
        (_, not null) => "have sound heads; no more was read, since the programs have them open",
        _ => "have sound heads; no more was read, since the last run wasn't closed in order and the next start takes up what it left",
    };

    private static string[] Logs(DataFolder data) => Directory.Exists(data.Workspaces)
        ? [.. Directory.EnumerateDirectories(data.Workspaces).Select(folder => data.WorkspaceLog(Path.GetFileName(folder))).Where(Path.Exists).Order(StringComparer.Ordinal)]
        : [];
}
