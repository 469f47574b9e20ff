using System.Runtime.InteropServices;

namespace Dispatch.Cli.Native;

/// <summary>What .NET has no call for.</summary>
internal static partial class LibC
{
    public const int StandardInput = 0;
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    public const int SigTerm = 15;
    public const int SigStop = 19;

    /// <summary>TCSADRAIN: after what was written has gone out.</summary>
    public const int Drain = 1;

    /// <summary>TCSAFLUSH: also drops what was typed and not read.</summary>
    public const int Flush = 2;

    /// <summary>Larger than <c>struct termios</c> of any C library; its content is the library's own business.</summary>
    public const int TermiosSize = 256;

    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int ReadOnlyFileSystem = 30;
    public const int Epipe = 32;

    /// <summary>What <see cref="access"/> asks for: to write and to enter a folder (W_OK, X_OK).</summary>
    public const int WriteAndEnter = 2 | 1;

    /// <summary>To read and to write (R_OK, W_OK).</summary>
    public const int ReadAndWrite = 4 | 2;

    private const ulong GetWindowSize = 0x5413;
    private const uint CloseOnExec = 4;

    /// <summary>Nothing inherited but the three standard streams reaches a child: no lock and no pipe of the caller's.</summary>
    public static void KeepInheritedFromChildren()
    {
        try
        {
            _ = close_range(3, uint.MaxValue, CloseOnExec);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
        }
    }

    public static (int Cols, int Rows)? WindowSize(int descriptor) =>
        ioctl(descriptor, GetWindowSize, out var size) == 0 && size is { Cols: > 0, Rows: > 0 } ? (size.Cols, size.Rows) : null;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int access(string path, int mode);

    /// <summary>Where a path leads, all links followed; itself when it leads nowhere.</summary>
    public static string RealPath(string path) => realpath(path, 0) ?? path;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial string? realpath(string path, nint buffer);

    [LibraryImport("libc")]
    public static partial int isatty(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcgetattr(int descriptor, Span<byte> termios);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int tcsetattr(int descriptor, int actions, ReadOnlySpan<byte> termios);

    [LibraryImport("libc")]
    public static partial void cfmakeraw(Span<byte> termios);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int descriptor, Span<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int poll(Span<PollDescriptor> descriptors, nuint count, int milliseconds);

    [LibraryImport("libc")]
    private static partial int close_range(uint first, uint last, uint flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, ulong request, out WindowDimensions size);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public const short Readable = 1;
        public const short Writable = 4;

        public int Descriptor;
        public short Wanted;
        public short Ready;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowDimensions
    {
        public ushort Rows;
        public ushort Cols;
        public ushort Width;
        public ushort Height;
    }
}
