using System.Buffers;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Files.Disk;

/// <summary>
/// A file on its way: it has no name until it is whole and on the disk, and what is never finished goes away by itself, even when this program is
/// killed. On a disk that knows no nameless files it has a hidden name meanwhile.
/// </summary>
internal sealed class NewFile : IDisposable
{
    private const int EveryoneMay = 0x1B6;

    // What is compared and what is put in its place, as one.
    private static readonly Lock Placing = new();

    private readonly Parent _target;
    private readonly Descriptor _file;
    private Parent? _hidden;

    private NewFile(Parent target, Parent? hidden, Descriptor file) =>
        (_target, _hidden, _file, File) = (target, hidden, file, new SafeFileHandle(file.Number, ownsHandle: false));

    public SafeFileHandle File { get; }

    public static unsafe NewFile Create(Parent target)
    {
        const int flags = OpenFlags.Temporary | OpenFlags.WriteOnly | OpenFlags.CloseOnExec;
        fixed (byte* here = "."u8)
        {
            var file = Libc.OpenAt(target.Folder, here, flags, EveryoneMay);
            if (!file.IsInvalid)
            {
                return new NewFile(target, null, file);
            }
        }

        if (Errno.Last is not (Errno.NotSupported or Errno.IsFolder or Errno.Invalid or Errno.NoEntry) and var error)
        {
            throw FileFault.Of(error, target.Path.Text);
        }

        var hidden = target.Beside(Temporary.Name("save"));
        return new NewFile(target, hidden, hidden.Open(OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.WriteOnly, EveryoneMay));
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(File, bytes, offset);
        }
        catch (IOException e)
        {
            throw FileFault.Of(e.HResult, _target.Path.Text);
        }
    }

    /// <summary>Writes pieces at once, and says what is the matter with the disk in the words of files.</summary>
    public static void Write(SafeFileHandle file, ReadOnlySequence<byte> bytes, long offset, string path)
    {
        try
        {
            if (bytes.IsSingleSegment)
            {
                RandomAccess.Write(file, bytes.FirstSpan, offset);
                return;
            }

            var pieces = new List<ReadOnlyMemory<byte>>();
            foreach (var piece in bytes)
            {
                pieces.Add(piece);
            }

            RandomAccess.Write(file, pieces, offset);
        }
        catch (IOException e)
        {
            throw FileFault.Of(e.HResult, path);
        }
    }

    /// <summary>Gives it its name, all at once.</summary>
    /// <param name="accept">Says whether what has the name now, null for nothing, may be replaced; throws if not.</param>
    public FileStat Place(Action<FileStat?> accept)
    {
        Prepare(_file, _target);
        lock (Placing)
        {
            var there = _target.TryStat();
            accept(there);
            Name(replace: there is not null);
        }

        SyncFolder(_target);
        return _target.Stat();
    }

    /// <summary>The same for a file that has had a hidden name all along.</summary>
    public static void Place(Parent hidden, Descriptor file, Parent target, Action<FileStat?> accept)
    {
        Prepare(file, target);
        lock (Placing)
        {
            var there = target.TryStat();
            accept(there);
            Check(hidden.TryMove(target, replace: there is not null), target);
        }

        SyncFolder(target);
    }

    public void Dispose()
    {
        File.Dispose();
        _file.Dispose();
        _ = _hidden?.TryRemove(FileKind.File);
    }

    /// <summary>That a name is there survives a power cut. A folder that can't be synced is still what it is.</summary>
    public static void SyncFolder(Parent entry)
    {
        try
        {
            Protocol.Disk.Sync(entry.Folder);
        }
        catch (IOException)
        {
        }
    }

    private void Name(bool replace)
    {
        if (_hidden is null && !replace)
        {
            Check(_target.TryLink(_file), _target);
            return;
        }

        if (_hidden is null)
        {
            // A link replaces nothing, a rename does.
            var hidden = _target.Beside(Temporary.Name("save"));
            Check(hidden.TryLink(_file), _target);
            _hidden = hidden;
        }

        Check(_hidden.TryMove(_target, replace), _target);
        _hidden = null;
    }

    private static void Check(int error, Parent target)
    {
        if (error != 0)
        {
            throw FileFault.Of(error, target.Path.Text);
        }
    }

    private static void Prepare(Descriptor file, Parent target)
    {
        if (target.TryStat() is { } like)
        {
            Resemble(file, like, target);
        }

        try
        {
            Protocol.Disk.Sync(file);
        }
        catch (IOException)
        {
            throw FileFault.Last(target.Path.Text);
        }
    }

    // The owner first: a change of owner takes the set-user bit away. Whoever isn't root gives nothing away, and goes on with what is possible.
    private static void Resemble(Descriptor file, FileStat like, Parent target)
    {
        var mine = FileStat.Of(file, target.Path.Text);
        if (mine.Owner != like.Owner || mine.Group != like.Group)
        {
            _ = Libc.ChangeOwner(file, like.Owner, like.Group);
        }

        if (mine.Mode != like.Mode && Libc.ChangeMode(file, (uint)like.Mode) != 0)
        {
            throw FileFault.Last(target.Path.Text);
        }
    }
}
