using System.Buffers;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>Folders with all that is in them, copied and removed by descriptors: a link in them is one, and is never followed.</summary>
internal static class Tree
{
    private const int Deepest = 400;
    private const int FolderFlags = OpenFlags.ReadOnly | OpenFlags.Folder | OpenFlags.NonBlocking;
    private const int CopyBytes = 256 * 1024;

    /// <summary>
    /// Names the entry anew, where nothing is. On another disk, which no rename reaches, it is copied first and then removed: until the copy is
    /// whole, nobody sees it, and from then on nobody sees what was copied.
    /// </summary>
    public static void Move(Parent from, Parent to, CancellationToken cancellation)
    {
        switch (from.TryMove(to))
        {
            case 0:
                NewFile.SyncFolder(to);
                return;
            case Errno.NoEntry:
                throw FileFault.NotFound(from.Path.Text);
            case Errno.Invalid when to.TryStat() is null && !to.Path.IsInside(from.Path):
                // A disk that can't promise to replace nothing.
                Check(from.TryMove(to, replace: true), to.Path);
                return;
            case Errno.Invalid:
                throw FileFault.IntoItself(from.Path.Text, to.Path.Text);
            case Errno.OtherDevice:
                Copy(from, to, cancellation);
                Leave(from, to);
                return;
            case var error:
                throw FileFault.Of(error, to.Path.Text);
        }
    }

    // Out of sight at once: a runner that is killed while it removes a large folder leaves no part of it under its name.
    private static void Leave(Parent from, Parent to)
    {
        var hidden = from.Beside(Temporary.Name("copy"));
        if (from.TryMove(hidden) is not 0 and var error)
        {
            // It can't go, so it stays where it was, and nowhere else.
            Remove(to);
            throw FileFault.Of(error, from.Path.Text);
        }

        try
        {
            Remove(hidden);
        }
        catch (FileFaultException)
        {
            // It has moved: what can't be removed now is tried again with what is left of other work.
        }
    }

    /// <summary>It has its name once it is whole.</summary>
    public static void Copy(Parent from, Parent to, CancellationToken cancellation)
    {
        if (to.TryStat() is not null)
        {
            throw FileFault.Exists(to.Path.Text);
        }

        var hidden = to.Beside(Temporary.Name("copy"));
        try
        {
            if (!CopyEntry(from, hidden, 0, cancellation))
            {
                throw FileFault.NotAFile(from.Path.Text);
            }

            Check(hidden.TryMove(to), to.Path);
        }
        catch
        {
            if (hidden.TryStat() is not null)
            {
                Remove(hidden);
            }

            throw;
        }
    }

    public static void Remove(Parent entry) => Remove(entry, 0);

    private static void Remove(Parent entry, int depth)
    {
        if (entry.TryStat() is not { } stat)
        {
            return;
        }

        if (stat.Kind == FileKind.Folder)
        {
            CheckDepth(depth, entry.Path);
            using var folder = entry.Open(FolderFlags);
            foreach (var name in FolderReader.Read(folder, entry.Path.Text, hidden: true))
            {
                Remove(new Parent(folder, FilePath.ToNative(name.Name), entry.Path.Child(name.Name)), depth + 1);
            }
        }

        if (entry.TryRemove(stat.Kind) is not (0 or Errno.NoEntry) and var error)
        {
            throw FileFault.Of(error, entry.Path.Text);
        }
    }

    /// <returns>False for what has no content to copy: a pipe, a socket, a device.</returns>
    private static bool CopyEntry(Parent from, Parent to, int depth, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var stat = from.Stat();
        switch (stat.Kind)
        {
            case FileKind.File:
                CopyFile(from, to);
                return true;
            case FileKind.Link:
                to.MakeLink([.. from.ReadLink(), 0]);
                return true;
            case FileKind.Folder:
                CheckDepth(depth, from.Path);
                CopyFolder(from, to, stat.Mode, depth, cancellation);
                return true;
            default:
                return false;
        }
    }

    private static void CopyFolder(Parent from, Parent to, int mode, int depth, CancellationToken cancellation)
    {
        const uint ownerOnly = 0x1C0;
        using var source = from.Open(FolderFlags);
        if (!to.TryMakeFolder(ownerOnly))
        {
            throw FileFault.Exists(to.Path.Text);
        }

        using var target = to.Open(FolderFlags);
        foreach (var name in FolderReader.Read(source, from.Path.Text))
        {
            var native = FilePath.ToNative(name.Name);
            CopyEntry(new Parent(source, native, from.Path.Child(name.Name)), new Parent(target, native, to.Path.Child(name.Name)), depth + 1, cancellation);
        }

        if (Libc.ChangeMode(target, (uint)mode) != 0)
        {
            throw FileFault.Last(to.Path.Text);
        }
    }

    private static void CopyFile(Parent from, Parent to)
    {
        using var source = from.Open(OpenFlags.ReadOnly | OpenFlags.NonBlocking);
        var stat = FileStat.Of(source, from.Path.Text);
        FileRoot.RequireFile(stat, from.Path.Text);
        using var target = to.Open(OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.WriteOnly, stat.Mode & 0x1FF);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            int count;
            while ((count = source.Read(buffer)) > 0)
            {
                WriteAll(target, buffer.AsSpan(0, count), to.Path);
            }

            if (count < 0)
            {
                throw FileFault.Of(-count, from.Path.Text);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (Libc.ChangeMode(target, (uint)(stat.Mode & 0x1FF)) != 0)
        {
            throw FileFault.Last(to.Path.Text);
        }
    }

    private static void WriteAll(Descriptor target, ReadOnlySpan<byte> bytes, FilePath path)
    {
        while (!bytes.IsEmpty)
        {
            var count = target.Write(bytes);
            if (count < 0)
            {
                throw FileFault.Of(-count, path.Text);
            }

            bytes = bytes[count..];
        }
    }

    private static void CheckDepth(int depth, FilePath path)
    {
        if (depth > Deepest)
        {
            throw FileFault.TooLarge(path.Text, $"its folders lie more than {Deepest} deep");
        }
    }

    private static void Check(int error, FilePath path)
    {
        if (error != 0)
        {
            throw FileFault.Of(error, path.Text);
        }
    }
}
