using System.Globalization;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>
/// Brings what was unpacked to its place, by renames within the data folder: it may be a mount of its own. What was there goes into a folder
/// beside it; a failure puts back all that was moved.
/// </summary>
internal static class Placement
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>All that makes a folder a Dispatch, the files beside the database too.</summary>
    private static readonly string[] Parts = ["server.db", "server.db-wal", "server.db-shm", "workspaces", "templates", .. BackupManifest.SmallFiles];

    public static IReadOnlyList<string> Present(DataFolder data) => [.. Parts.Where(part => Path.Exists(Path.Combine(data.Root, part)))];

    /// <returns>Where what was there is now; null when nothing was.</returns>
    public static string? Take(DataFolder draft, DataFolder data, TimeProvider time)
    {
        var present = Present(data);
        var aside = Path.Combine(data.Root, time.GetUtcNow().ToString("'before-restore-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        var moved = new Stack<(string From, string To)>();
        try
        {
            if (present.Count > 0)
            {
                Directory.CreateDirectory(aside, OwnerOnly);
            }

            foreach (var part in present)
            {
                Move(data.Root, aside, part, moved);
            }

            foreach (var part in Present(draft))
            {
                Move(draft.Root, data.Root, part, moved);
            }

            Disk.SyncFolder(data.Root);
            return present.Count > 0 ? aside : null;
        }
        catch
        {
            while (moved.TryPop(out var move))
            {
                Directory.Move(move.To, move.From);
            }

            if (present.Count > 0 && Directory.Exists(aside))
            {
                Directory.Delete(aside);
            }

            throw;
        }
    }

    private static void Move(string from, string to, string part, Stack<(string From, string To)> moved)
    {
        var move = (From: Path.Combine(from, part), To: Path.Combine(to, part));
        Directory.Move(move.From, move.To);
        moved.Push(move);
    }
}
