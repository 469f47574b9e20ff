using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions.Storage.Segments;
using Dispatch.Runner.Verification.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Verification;

/// <summary>
/// <c>Dispatch.Runner --verify [--quick] --data DIR</c>: the same reading while no runner can be asked. Prints a <see cref="LogReportList"/>;
/// ends with 1 when something is wrong. Takes no lock and makes nothing in the data folder. <c>--quick</c> looks at pages alone, and only
/// at logs that can be read where they are while nobody has them open.
/// </summary>
internal static class VerifyProgram
{
    public static async Task<int> RunAsync(DataFolder data, bool quick, TextWriter output)
    {
        try
        {
            LogReport[] reports = [.. LogFolders.Of(data).Select(workspace => Read(data, workspace, quick)).OfType<LogReport>()];
            await output.WriteLineAsync(JsonSerializer.Serialize(new LogReportList(reports), Wire.Default.LogReportList));
            return reports.All(report => report.Faults.Count == 0) ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"The logs of {data.Root} can't be read: {e.Message} Correct what that names, then verify again.");
            return 1;
        }
    }

    private static LogReport? Read(DataFolder data, string workspace, bool quick)
    {
        var path = data.WorkspaceLog(workspace);
        var before = LockFile.Holder(data.RunnerLock);
        var inPlace = before is null && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 };
        if (quick && !inPlace)
        {
            return null;
        }

        var report = before is not null ? Beside(workspace, path) : inPlace ? Alone(workspace, path, quick) : Copied(workspace, path);
        // A runner that has just started writes what was taken for unchanging.
        return before is null && LockFile.Holder(data.RunnerLock) is not null ? (quick ? null : Beside(workspace, path)) : report;
    }

    private static LogReport Alone(string workspace, string path, bool quick) => LogVerification.Run(
        workspace, path, "files", () => LogWalk.Open(path, SegmentFolder.Beside(path), immutable: true), quick ? LogDepth.Pages : LogDepth.Indexes, null, CancellationToken.None);

    private static LogReport Beside(string workspace, string path) =>
        LogVerification.Run(workspace, path, "beside", () => LogWalk.Open(path, SegmentFolder.Beside(path), immutable: false), LogDepth.Events, null, CancellationToken.None);

    /// <summary>The last runner left a write-ahead log. Reading that in place would make files beside it, and could take it in.</summary>
    private static LogReport Copied(string workspace, string path)
    {
        var folder = Directory.CreateTempSubdirectory("dispatch-verify-");
        try
        {
            var copy = Path.Combine(folder.FullName, Path.GetFileName(path));
            File.Copy(path, copy);
            File.Copy(path + "-wal", copy + "-wal");
            return LogVerification.Run(workspace, path, "copy", () => LogWalk.Open(copy, SegmentFolder.Beside(path), immutable: false), LogDepth.Indexes, null, CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
