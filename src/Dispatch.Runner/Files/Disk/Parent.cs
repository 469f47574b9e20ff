using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>A name in a folder that is held open: what is done to the name is done in that very folder, wherever it is moved meanwhile.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">The name in it, with its NUL.</param>
/// <param name="Path">What both are for whoever asked.</param>
internal sealed unsafe record Parent(Descriptor Folder, byte[] Name, FilePath Path) : IDisposable
{
    private const int RemoveFolder = 0x200;
    private const uint NoReplace = 1;
    private const int FollowLink = 0x400;
    private const int CurrentFolder = -100;

    /// <summary>Null when there is nothing of that name; a link as a link.</summary>
    public FileStat? TryStat() => FileStat.TryOf(Folder, Name, out var stat) switch
    {
        0 => stat,
        Errno.NoEntry => null,
        var error => throw FileFault.Of(error, Path.Text),
    };

    public FileStat Stat() => TryStat() ?? throw FileFault.NotFound(Path.Text);

    public Parent Beside(string name) => this with { Name = FilePath.ToNative(name), Path = Path.Parent.Child(name) };

    public Descriptor Open(int flags, int mode = 0)
    {
        fixed (byte* name = Name)
        {
            return Libc.OpenAt(Folder, name, flags | OpenFlags.NoFollow | OpenFlags.CloseOnExec, mode) is { IsInvalid: false } opened
                ? opened
                : throw FileFault.Last(Path.Text);
        }
    }

    /// <summary>To another name, of which there is none yet.</summary>
    /// <returns>The error, 0 for none.</returns>
    public int TryMove(Parent to, bool replace = false)
    {
        fixed (byte* from = Name, name = to.Name)
        {
            return Libc.RenameAt(Folder, from, to.Folder, name, replace ? 0 : NoReplace) == 0 ? 0 : Errno.Last;
        }
    }

    /// <summary>False when something is there.</summary>
    public bool TryMakeFolder(uint mode = 0x1FF)
    {
        fixed (byte* name = Name)
        {
            return Libc.MakeFolderAt(Folder, name, mode) == 0 || (Errno.Last == Errno.Exists ? false : throw FileFault.Last(Path.Text));
        }
    }

    /// <summary>Gives a file that has no name this one.</summary>
    /// <returns>The error, 0 for none.</returns>
    public int TryLink(Descriptor file)
    {
        fixed (byte* from = Descriptors.NameOf(file), name = Name)
        {
            return Libc.LinkAt(CurrentFolder, from, Folder, name, FollowLink) == 0 ? 0 : Errno.Last;
        }
    }

    public void MakeLink(byte[] target)
    {
        fixed (byte* to = target, name = Name)
        {
            if (Libc.SymbolicLinkAt(to, Folder, name) != 0)
            {
                throw FileFault.Last(Path.Text);
            }
        }
    }

    public byte[] ReadLink()
    {
        const int longest = 4096;
        var buffer = new byte[longest];
        fixed (byte* name = Name, start = buffer)
        {
            var length = Libc.ReadLinkAt(Folder, name, start, longest);
            return length >= 0 ? buffer[..(int)length] : throw FileFault.Last(Path.Text);
        }
    }

    /// <returns>The error, 0 for none.</returns>
    public int TryRemove(FileKind kind)
    {
        fixed (byte* name = Name)
        {
            return Libc.UnlinkAt(Folder, name, kind == FileKind.Folder ? RemoveFolder : 0) == 0 ? 0 : Errno.Last;
        }
    }

    public void Dispose() => Folder.Dispose();
}
