using Dispatch.Protocol;
using Dispatch.Runner.Sessions.Storage;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Backups.Storage;

/// <summary>
/// Copies a log and its segments as of one moment, whether or not a runner writes to it. It has to be a process of its own: one that has a log open must not
/// open its file a second time.
/// </summary>
internal static class LogCopy
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="LogFaultException">The log can't be read, or the copy can't be written.</exception>
    public static void Take(DataFolder data, string workspace, DataFolder into)
    {
        var (path, target) = (data.WorkspaceLog(workspace), into.WorkspaceLog(workspace));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!, Folder);
        try
        {
            if (LockFile.Holder(data.RunnerLock) is not null || !TakeFiles(data, path, target))
            {
                TakeOnline(path, target);
            }

            SegmentCopy.Take(path, target);
        }
        catch (SqliteException e)
        {
            throw new LogFaultException($"The log {path} can't be copied to {target}: {e.Message.TrimEnd('.')}. Nothing of it was changed; make room on that disk, or read the log with: dispatch db verify", e);
        }
    }

    /// <summary>Nobody writes to it: with its write-ahead log it is whole, and its folder may even be read-only. False when somebody began to.</summary>
    private static bool TakeFiles(DataFolder data, string path, string target)
    {
        Copy(path, target);
        if (File.Exists(path + "-wal"))
        {
            Copy(path + "-wal", target + "-wal");
        }

        if (LockFile.Holder(data.RunnerLock) is not null)
        {
            return false;
        }

        // The last connection to close takes the write-ahead log in.
        using var copy = Open(target, SqliteOpenMode.ReadWrite);
        LogSchema.IsKnown(copy, path);
        LogSchema.Execute(copy, "PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    }

    /// <summary>All pages in one step, and so in one reading transaction: the writer goes on beside it.</summary>
    private static void TakeOnline(string path, string target)
    {
        File.Delete(target + "-wal");
        File.Delete(target + "-shm");
        File.Delete(target);
        using (Create(target))
        {
        }

        using var source = Open(path, SqliteOpenMode.ReadOnly);
        LogSchema.IsKnown(source, path);
        using var copy = Open(target, SqliteOpenMode.ReadWrite);
        source.BackupDatabase(copy);
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = Create(to);
        source.CopyTo(target);
    }

    private static FileStream Create(string path) =>
        new(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
