using Dispatch.Protocol;

namespace Dispatch.Runner.Sessions.Storage.Segments;

/// <summary>Where the segments of a log lie: <c>segments/SESSION/FIRST.seg</c> beside it. They are never changed once they have their names.</summary>
internal sealed class SegmentFolder
{
    private const UnixFileMode Folder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SegmentFolder(string path) => Path = path;

    public string Path { get; }

    public static SegmentFolder Beside(string log) => new(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(log)!, "segments"));

    public string File(string session, long first) => System.IO.Path.Combine(Path, session, FormattableString.Invariant($"{first:D12}.seg"));

    /// <summary>Returns once the file and its name are on the disk.</summary>
    public void Write(string session, long first, ReadOnlySpan<byte> bytes)
    {
        var path = File(session, first);
        var folder = System.IO.Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(Path, Folder);
            Directory.CreateDirectory(folder, Folder);
            Disk.SyncFolder(System.IO.Path.GetDirectoryName(Path)!);
            Disk.SyncFolder(Path);
        }

        // What a runner that was killed left of it is written over.
        using (var file = new FileStream(path + ".new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(bytes);
            file.Flush();
            Disk.Sync(file.SafeFileHandle);
        }

        System.IO.File.Move(path + ".new", path, overwrite: true);
        Disk.SyncFolder(folder);
    }

    public void DeleteAll(string session)
    {
        if (System.IO.Path.Combine(Path, session) is var folder && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Removes what the log doesn't name: of a sealing that was cut off, or of output that was dropped.</summary>
    /// <param name="session">Whose they are.</param>
    /// <param name="named">The first positions of the segments it has.</param>
    public void Sweep(string session, IEnumerable<long> named)
    {
        var folder = System.IO.Path.Combine(Path, session);
        if (!Directory.Exists(folder))
        {
            return;
        }

        var keep = named.Select(first => File(session, first)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder).Where(file => !keep.Contains(file)))
        {
            System.IO.File.Delete(file);
        }

        if (keep.Count == 0)
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>The sessions that have a folder here.</summary>
    public IEnumerable<string> Sessions() =>
        Directory.Exists(Path) ? Directory.EnumerateDirectories(Path).Select(folder => System.IO.Path.GetFileName(folder)) : [];
}
