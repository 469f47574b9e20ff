using System.Runtime.InteropServices;

namespace Dispatch.Runner.Native;

/// <summary>The two sides of a pseudo terminal.</summary>
/// <param name="Master">Non-blocking, closed on exec.</param>
/// <param name="Slave">
/// Held open beside the program's own: a terminal that nobody has open for a moment (the program's streams are redirected and it means to open
/// /dev/tty) would read as ended.
/// </param>
/// <param name="SlavePath">What the program opens as its descriptor 0, which makes it its controlling terminal.</param>
internal sealed record PseudoTerminal(Descriptor Master, Descriptor Slave, string SlavePath) : IDisposable
{
    private const nuint SetWindowSize = 0x5414;
    private const nuint GetForegroundGroup = 0x540F;
    private const nuint GetAttributes = 0x5401;
    private const nuint SetAttributes = 0x5402;
    private const uint InputIsUtf8 = 0x4000;

    public static unsafe PseudoTerminal Open(int cols, int rows)
    {
        var master = Libc.OpenTerminal(
            OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.NonBlocking | OpenFlags.CloseOnExec).OrThrow("open a terminal");
        try
        {
            const int longest = 128;
            var name = stackalloc byte[longest];
            if (Libc.GrantTerminal(master) != 0 || Libc.UnlockTerminal(master) != 0 || Libc.TerminalName(master, name, longest) != 0)
            {
                throw ErrnoException.Last("set up a terminal");
            }

            var path = Marshal.PtrToStringUTF8((nint)name)!;
            Resize(master, cols, rows);
            EraseWholeCharacters(master);
            const int slaveFlags = OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec;
            return new PseudoTerminal(master, Libc.Open(path, slaveFlags, 0).OrThrow($"open {path}"), path);
        }
        catch
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>The kernel sends SIGWINCH to the foreground group when the size is another one.</summary>
    public static unsafe void Resize(Descriptor master, int cols, int rows)
    {
        var size = stackalloc ushort[4] { (ushort)rows, (ushort)cols, 0, 0 };
        _ = Libc.Ioctl(master, SetWindowSize, size);
    }

    /// <summary>The process group that Ctrl-C would reach; 0 when there is none.</summary>
    public static unsafe int ForegroundGroup(Descriptor master)
    {
        var group = 0;
        return Libc.Ioctl(master, GetForegroundGroup, &group) == 0 ? group : 0;
    }

    public void Dispose()
    {
        Slave.Dispose();
        Master.Dispose();
    }

    // A backspace in the kernel's own line editor takes a whole UTF-8 character.
    private static unsafe void EraseWholeCharacters(Descriptor master)
    {
        var attributes = stackalloc uint[32];
        if (Libc.Ioctl(master, GetAttributes, attributes) == 0)
        {
            attributes[0] |= InputIsUtf8;
            _ = Libc.Ioctl(master, SetAttributes, attributes);
        }
    }
}
