using Dispatch.Protocol;
using Microsoft.Data.Sqlite;

namespace Dispatch.Server.Storage.Sqlite;

/// <summary>Copies of a database's file, each whole and as of one moment, for its owner's eyes.</summary>
internal static class SqliteCopy
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>While others may read and write it. On an error nothing is left at the target.</summary>
    public static void TakeOnline(string path, string target)
    {
        try
        {
            using (Create(target))
            {
            }

            using (var source = Open(path, SqliteOpenMode.ReadOnly))
            using (var copy = Open(target, SqliteOpenMode.ReadWrite))
            {
                source.BackupDatabase(copy);
            }

            // Nobody has this one open, so that a descriptor of its own disturbs no lock.
            using var written = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite);
            Disk.Sync(written);
        }
        catch
        {
            Delete(target);
            throw;
        }
    }

    /// <summary>While nobody has it open: with its write-ahead log it is whole, and its folder may even be read-only.</summary>
    public static void TakeFiles(string path, string target)
    {
        try
        {
            Copy(path, target);
            if (File.Exists(path + "-wal"))
            {
                Copy(path + "-wal", target + "-wal");
            }

            // The last connection to close takes the write-ahead log in.
            using var copy = Open(target, SqliteOpenMode.ReadWrite);
            using var checkpoint = copy.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            checkpoint.ExecuteNonQuery();
        }
        catch
        {
            Delete(target);
            throw;
        }
    }

    private static void Delete(string target)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-journal", "-wal", "-shm"])
        {
            File.Delete(target + suffix);
        }
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
