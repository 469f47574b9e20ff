using System.Runtime.InteropServices;
using System.Text;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the data folder can be used, and by this account alone.</summary>
internal static class FolderCheck
{
    public const string Name = "folder";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly string[] NetworkFileSystems = ["nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs"];

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var data = examined.Data;
        Finding[] findings = [.. LongPaths(data), .. Folders(data), .. Secrets(data), .. Network(data)];
        return findings is [] ? [Finding.Ok(Name, Directory.Exists(data.Root)
            ? $"{data.Root} is writable, and nobody else's"
            : $"{data.Root} isn't there yet; the first start makes it")] : findings;
    }

    private static IEnumerable<Finding> LongPaths(DataFolder data) =>
        from socket in (string[])[data.RunnerSocket, data.KeeperSocket]
        let bytes = Encoding.UTF8.GetByteCount(socket)
        where bytes > DataFolder.MaximumSocketPath
        select Finding.Problem(
            Name, $"The path {socket} has {bytes} bytes, and a socket's path ends at {DataFolder.MaximumSocketPath}", "Name a shorter data folder with --data DIR");

    private static IEnumerable<Finding> Folders(DataFolder data)
    {
        if (File.Exists(data.Root))
        {
            yield return Finding.Problem(Name, $"{data.Root} is a file, not a folder", "Name a data folder with --data DIR, or move the file away");
            yield break;
        }

        if (!Directory.Exists(data.Root))
        {
            var parent = data.Root;
            while (parent is not null && !Path.Exists(parent))
            {
                parent = Path.GetDirectoryName(parent);
            }

            if (parent is not null && IsReadOnly(parent))
            {
                yield return ReadOnly(parent, $"{data.Root} can't be made");
            }
            else if (parent is not null && (File.Exists(parent) || LibC.access(parent, LibC.WriteAndEnter) != 0))
            {
                yield return Finding.Problem(Name, $"{data.Root} can't be made: {parent} is no folder that this account may write", "Make it one, or name another folder with --data DIR");
            }

            yield break;
        }

        if (IsReadOnly(data.Root))
        {
            yield return ReadOnly(data.Root, $"{data.Root} can't be written");
            yield break;
        }

        foreach (var folder in new[] { data.Root, data.Run, data.Logs, data.Workspaces }.Where(Directory.Exists))
        {
            var mode = File.GetUnixFileMode(folder);
            if (!mode.HasFlag(OwnerOnly) || LibC.access(folder, LibC.WriteAndEnter) != 0)
            {
                yield return Finding.Problem(
                    Name, $"{folder} can't be written by this account", $"If it is yours: chmod 700 {folder}. Else run Dispatch as its owner, or name another folder with --data DIR");
            }
            // What lies below a closed folder is closed too.
            else if ((mode & Others) != 0 && (folder == data.Root || folder == data.Run))
            {
                yield return Finding.Warning(Name, $"{folder} is open to other accounts ({Octal(mode)} instead of 700)", $"chmod 700 {folder}");
            }
        }
    }

    /// <summary>No permission helps there (EROFS, which access(2) gives to root too).</summary>
    private static bool IsReadOnly(string folder) =>
        LibC.access(folder, LibC.WriteAndEnter) != 0 && Marshal.GetLastPInvokeError() == LibC.ReadOnlyFileSystem;

    private static Finding ReadOnly(string folder, string found)
    {
        var mount = MountOf(folder);
        return Finding.Problem(
            Name, $"{found}: the file system at {mount} is read-only",
            $"If it became so by itself, the kernel's log tells why (dmesg). As root: mount -o remount,rw {mount}. Else name another folder with --data DIR");
    }

    /// <summary>Where the file system that a folder lies on is mounted: the longest such path.</summary>
    private static string MountOf(string folder) =>
        DriveInfo.GetDrives().Select(drive => drive.Name).Where(mount => mount == "/" || folder == mount || folder.StartsWith($"{mount}/", StringComparison.Ordinal)).MaxBy(mount => mount.Length) ?? "/";

    private static IEnumerable<Finding> Secrets(DataFolder data) =>
        from file in (string[])[data.AccessKeyFile, data.ServerDatabase, data.RunnerSocket, data.KeeperSocket]
        where File.Exists(file)
        let mode = File.GetUnixFileMode(file)
        where (mode & Others) != 0
        select Finding.Warning(Name, $"{file} is open to other accounts ({Octal(mode)} instead of 600)", $"chmod 600 {file}");

    private static IEnumerable<Finding> Network(DataFolder data)
    {
        if (Directory.Exists(data.Root) && new DriveInfo(data.Root).DriveFormat is var format && NetworkFileSystems.Contains(format))
        {
            yield return Finding.Problem(
                Name, $"{data.Root} lies on a network file system ({format}), where databases break", "Name a folder on a disk of this machine with --data DIR");
        }
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}
