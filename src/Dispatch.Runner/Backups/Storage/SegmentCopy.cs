using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions.Storage;
using Dispatch.Runner.Sessions.Storage.Segments;
using Microsoft.Data.Sqlite;

namespace Dispatch.Runner.Backups.Storage;

/// <summary>Copies the segments that a copied log names. They never change, so where both folders are on one disk, another name is a copy.</summary>
internal static class SegmentCopy
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <param name="path">The log that was copied.</param>
    /// <param name="target">Its copy, which nobody else has open.</param>
    public static void Take(string path, string target)
    {
        using var copy = Open(target, SqliteOpenMode.ReadWrite);
        if (!LogSchema.HasSegments(copy))
        {
            return;
        }

        var (from, to) = (SegmentFolder.Beside(path), SegmentFolder.Beside(target));
        foreach (var (row, session, first) in Named(copy))
        {
            var (source, place) = (from.File(session, first), to.File(session, first));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!, Folder);
            if (!TryCopy(source, place) && !Names(path, row, first))
            {
                // Dropped since the log was copied, and so was all before it.
                using var drop = new Statement(copy, "DELETE FROM segments WHERE session = ?1 AND first_seq <= ?2");
                drop.Bind(1, row).Bind(2, first).Run();
            }
        }
    }

    /// <summary>False when it isn't there. One that the log still names is a fault of that log, and of its copy.</summary>
    private static bool TryCopy(string source, string place)
    {
        if (Libc.Link(source, place) == 0)
        {
            return true;
        }

        try
        {
            File.Copy(source, place);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private static List<(long Row, string Session, long First)> Named(SqliteConnection log)
    {
        var named = new List<(long, string, long)>();
        using var all = new Statement(log, "SELECT session, public_id, first_seq FROM segments JOIN sessions ON id = session ORDER BY session, first_seq");
        while (all.Step())
        {
            named.Add((all.Integer(0), all.Text(1), all.Integer(2)));
        }

        return named;
    }

    private static bool Names(string path, long row, long first)
    {
        using var log = Open(path, SqliteOpenMode.ReadOnly);
        using var find = new Statement(log, "SELECT 1 FROM segments WHERE session = ?1 AND first_seq = ?2");
        var named = find.Bind(1, row).Bind(2, first).Step();
        find.Reset();
        return named;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
