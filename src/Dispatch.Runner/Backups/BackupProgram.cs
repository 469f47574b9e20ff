using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Databases;
using Dispatch.Runner.Backups.Storage;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Backups;

/// <summary>
/// The runner's program as the one that looks after logs from outside, for <c>dispatch backup</c>, <c>restore</c> and <c>db status</c>. It prints
/// JSON; what keeps it from that is one line on standard error, and 1.
/// </summary>
internal static class BackupProgram
{
    /// <summary><c>Dispatch.Runner --copy-logs FOLDER --data DIR</c>: copies every log of the data folder into a folder that is laid out like one. Prints a <see cref="LogContentsList"/> of the copies.</summary>
    public static Task<int> CopyAsync(DataFolder data, DataFolder into, TextWriter output) => RunAsync(output, () => LogFolders.Of(data).Select(workspace =>
    {
        LogCopy.Take(data, workspace, into);
        return StoredLog.Contents(workspace, into.WorkspaceLog(workspace));
    }));

    /// <summary>
    /// <c>Dispatch.Runner --adopt-logs --data DIR</c>: makes every log of a folder that nobody runs on one that was put back, so that its
    /// positions mean something new. Prints a <see cref="LogContentsList"/> of what they held before.
    /// </summary>
    public static Task<int> AdoptAsync(DataFolder data, TimeProvider time, TextWriter output) => RunAsync(output, () => LogFolders.Of(data).Select(workspace =>
    {
        var contents = StoredLog.Contents(workspace, data.WorkspaceLog(workspace));
        Adoption.Take(data.WorkspaceLog(workspace), time);
        return contents;
    }));

    /// <summary><c>Dispatch.Runner --log-status --data DIR</c>: which version every log has. Prints a <see cref="LogStatusList"/>.</summary>
    public static async Task<int> StatusAsync(DataFolder data, TextWriter output)
    {
        var open = LockFile.Holder(data.RunnerLock) is not null;
        var list = new LogStatusList([.. LogFolders.Of(data).Select(workspace => StoredLog.Status(workspace, data.WorkspaceLog(workspace), open))]);
        await output.WriteLineAsync(JsonSerializer.Serialize(list, DatabaseWire.Default.LogStatusList));
        return 0;
    }

    private static async Task<int> RunAsync(TextWriter output, Func<IEnumerable<LogContents>> logs)
    {
        try
        {
            LogContents[] contents = [.. logs()];
            await output.WriteLineAsync(JsonSerializer.Serialize(new LogContentsList(contents), DatabaseWire.Default.LogContentsList));
            return 0;
        }
        catch (Exception e) when (e is LogFaultException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" "));
            return 1;
        }
    }
}
