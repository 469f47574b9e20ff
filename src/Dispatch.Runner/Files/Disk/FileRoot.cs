using System.Runtime.InteropServices;
using System.Text;
using Dispatch.Runner.Native;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Files.Disk;

/// <summary>
/// A workspace's folder, held by a descriptor, and the only door to what is in it. Every path is resolved by the kernel itself, beneath that
/// descriptor (openat2, RESOLVE_BENEATH): a link, a '..' or a folder that is moved at the same moment never leads out, as there is no moment
/// between a check and a use. What changes names does so by a descriptor of the parent that was opened so.
/// </summary>
internal sealed unsafe class FileRoot : IDisposable
{
    private const int OpenAt2 = 437;
    private const ulong NoMagicLinks = 0x02;
    private const ulong Beneath = 0x08;
    private const int AbsoluteAttempts = 3;
    private const int RaceAttempts = 100;

    private readonly Descriptor _folder;

    private FileRoot(string folder, Descriptor descriptor) => (Folder, _folder) = (folder, descriptor);

    public string Folder { get; }

    public static FileRoot Open(string folder) =>
        new(folder, Libc.Open(folder, OpenFlags.Path | OpenFlags.Folder | OpenFlags.CloseOnExec, 0) is { IsInvalid: false } descriptor
            ? descriptor
            : throw FileFault.Last(folder));

    /// <summary>Links that stay inside are followed, unless told not to.</summary>
    public Descriptor Open(FilePath path, int flags, int mode = 0)
    {
        var error = TryOpen(path, flags, mode, out var descriptor);
        return error == 0 ? descriptor! : throw FileFault.Of(error, path.Text);
    }

    /// <returns>The error, 0 for none.</returns>
    public int TryOpen(FilePath path, int flags, int mode, out Descriptor? descriptor)
    {
        var error = TryOpenBeneath(path.ToNative(), flags, mode, out descriptor);

        // An absolute link may lead to a place inside. Which one is only a guess, and what is guessed is again opened beneath the root.
        for (var i = 0; error == Errno.OtherDevice && i < AbsoluteAttempts && Inside(path, (flags & OpenFlags.NoFollow) != 0) is { } inside; i++)
        {
            error = TryOpenBeneath(inside.ToNative(), flags, mode, out descriptor);
        }

        return error;
    }

    /// <summary>A folder, to do something to an entry of it.</summary>
    public Descriptor OpenFolder(FilePath path) => Open(path, OpenFlags.ReadOnly | OpenFlags.Folder | OpenFlags.CloseOnExec | OpenFlags.NonBlocking);

    /// <summary>The folder that an entry is in; the entry itself isn't looked at, and if it is a link, isn't followed.</summary>
    public Parent OpenParent(FilePath path) => path.IsRoot
        ? throw FileFault.TheFolderItself("changed so")
        : new Parent(OpenFolder(path.Parent), FilePath.ToNative(path.Name), path);

    /// <summary>A plain file and what is known of it. Nothing else is opened: a pipe would wait for a writer, and a device do who knows what.</summary>
    public (SafeFileHandle File, FileStat Stat) OpenFile(FilePath path)
    {
        // Non-blocking, for what becomes a pipe between this look and the open.
        var stat = Stat(path);
        RequireFile(stat, path.Text);
        using var file = Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal);
        stat = FileStat.Of(file, path.Text);
        RequireFile(stat, path.Text);
        return (file.TakeFile(), stat);
    }

    /// <summary>What is at a path, behind links.</summary>
    public FileStat Stat(FilePath path)
    {
        using var file = Open(path, OpenFlags.Path | OpenFlags.CloseOnExec);
        return FileStat.Of(file, path.Text);
    }

    /// <summary>Where the file really lies: the path without links.</summary>
    public FilePath Resolve(FilePath path)
    {
        using var file = Open(path, OpenFlags.Path | OpenFlags.CloseOnExec);
        return Relative(PathOf(file)) ?? throw FileFault.Outside(path.Text);
    }

    /// <summary>Where an entry lies now, by its folder's descriptor: nothing that happens to a path changes that.</summary>
    public FilePath Where(Parent entry) => (Relative(PathOf(entry.Folder)) ?? throw FileFault.Outside(entry.Path.Text)).Child(FileName.ToText(entry.Name.AsSpan(0, entry.Name.Length - 1)));

    public void Dispose() => _folder.Dispose();

    public static void RequireFile(FileStat stat, string path)
    {
        if (stat.Kind != Protocol.Files.FileKind.File)
        {
            throw stat.Kind == Protocol.Files.FileKind.Folder ? FileFault.IsAFolder(path) : FileFault.NotAFile(path);
        }
    }

    private int TryOpenBeneath(byte[] path, int flags, int mode, out Descriptor? descriptor)
    {
        var how = new OpenHow { Flags = (ulong)(uint)flags, Mode = (ulong)mode, Resolve = Beneath | NoMagicLinks };
        var error = 0;
        for (var i = 0; i < RaceAttempts; i++)
        {
            nint fd;
            var added = false;
            try
            {
                _folder.DangerousAddRef(ref added);
                fixed (byte* start = path)
                {
                    fd = Libc.SystemCall(OpenAt2, _folder.Number, (nint)start, (nint)(&how), sizeof(OpenHow));
                }

                error = fd >= 0 ? 0 : Errno.Last;
            }
            finally
            {
                if (added)
                {
                    _folder.DangerousRelease();
                }
            }

            if (fd >= 0)
            {
                descriptor = new Descriptor((int)fd);
                return 0;
            }

            // Again: something was renamed meanwhile, so the kernel couldn't be sure of '..' in a link.
            if (error is not (Errno.Again or Errno.Interrupted))
            {
                break;
            }
        }

        descriptor = null;
        return error;
    }

    private FilePath? Inside(FilePath path, bool keepLast)
    {
        var resolved = RealPath(FilePath.ToNative($"{PathOf(_folder)}/{(keepLast ? path.Parent : path).Text}"));
        return resolved is null || Relative(resolved) is not { } inside ? null : keepLast ? inside.Child(path.Name) : inside;
    }

    private FilePath? Relative(string absolute)
    {
        var root = PathOf(_folder).TrimEnd('/');
        return absolute == root || (root.Length == 0 && absolute == "/") ? FilePath.Root
            : absolute.StartsWith(root + "/", StringComparison.Ordinal) ? new FilePath(absolute[(root.Length + 1)..])
            : null;
    }

    private static string PathOf(Descriptor descriptor)
    {
        const int longest = 4096;
        var buffer = stackalloc byte[longest];
        var link = Encoding.ASCII.GetBytes($"/proc/self/fd/{descriptor.Number}\0");
        fixed (byte* start = link)
        {
            var length = Libc.ReadLinkAt(descriptor, start, buffer, longest);
            return length > 0 ? FileName.ToText(new ReadOnlySpan<byte>(buffer, (int)length)) : throw FileFault.Last("/proc/self/fd");
        }
    }

    private static string? RealPath(byte[] path)
    {
        const int longest = 4097;
        var buffer = stackalloc byte[longest];
        fixed (byte* start = path)
        {
            return Libc.RealPath(start, buffer) is not null ? FileName.ToText(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer)) : null;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
