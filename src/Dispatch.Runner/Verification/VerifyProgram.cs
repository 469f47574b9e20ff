using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Verification.Storage;

namespace Dispatch.Runner.Verification;

/// <summary>
/// <c>Dispatch.Runner --verify --data DIR</c>: the same reading while no runner can be asked. Prints a <see cref="LogReportList"/>; ends
/// with 1 when something is wrong. Takes no lock and makes nothing in the data folder.
/// </summary>
internal static class VerifyProgram
{
    public static async Task<int> RunAsync(DataFolder data, TextWriter output)
    {
        LogReport[] reports = [.. Workspaces(data).Select(workspace => Read(data, workspace))];
        await output.WriteLineAsync(JsonSerializer.Serialize(new LogReportList(reports), Wire.Default.LogReportList));
        return reports.All(report => report.Faults.Count == 0) ? 0 : 1;
    }

    private static IEnumerable<string> Workspaces(DataFolder data) => Directory.Exists(data.Workspaces)
        ? Directory.EnumerateDirectories(data.Workspaces).Select(folder => Path.GetFileName(folder)!)
            .Where(workspace => File.Exists(data.WorkspaceLog(workspace))).Order(StringComparer.Ordinal)
        : [];

    private static LogReport Read(DataFolder data, string workspace)
    {
        var path = data.WorkspaceLog(workspace);
        var before = LockFile.Holder(data.RunnerLock);
        var report = before is not null ? Beside(workspace, path) : new FileInfo(path + "-wal") is { Exists: true, Length: > 0 } ? Copied(workspace, path) : Alone(workspace, path);
        // A runner that has just started writes what was taken for unchanging.
        return before is null && LockFile.Holder(data.RunnerLock) is not null ? Beside(workspace, path) : report;
    }

    private static LogReport Alone(string workspace, string path) =>
        LogVerification.Run(workspace, path, "files", () => LogWalk.Open(path, immutable: true), thorough: true, null, CancellationToken.None);

    private static LogReport Beside(string workspace, string path) =>
        LogVerification.Run(workspace, path, "beside", () => LogWalk.Open(path, immutable: false), thorough: false, null, CancellationToken.None);

    /// <summary>The last runner left a write-ahead log. Reading that in place would make files beside it, and could take it in.</summary>
    private static LogReport Copied(string workspace, string path)
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-verify-");
        try
        {
            var copy = Path.Combine(folder.FullName, Path.GetFileName(path));
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            return LogVerification.Run(workspace, path, "copy", () => LogWalk.Open(copy, immutable: false), thorough: true, null, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
