using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dispatch.Runner.Native;

/// <summary>An owned file descriptor: never closed under a call that still uses it.</summary>
internal sealed class Descriptor : SafeHandle
{
    public Descriptor()
        : base(-1, ownsHandle: true)
    {
    }

    public Descriptor(int fd)
        : this() => SetHandle(fd);

    // A C int that comes back in a register as wide as a pointer: its upper half is nobody's.
    public override bool IsInvalid => Number < 0;

    public int Number => (int)handle;

    /// <summary>This, or an exception that says what failed.</summary>
    public Descriptor OrThrow(string what)
    {
        if (!IsInvalid)
        {
            return this;
        }

        var failure = ErrnoException.Last(what);
        Dispose();
        throw failure;
    }

    /// <summary>For .NET's own calls, which close it; this is nobody's any more.</summary>
    public SafeFileHandle TakeFile()
    {
        var file = new SafeFileHandle(handle, ownsHandle: true);
        SetHandleAsInvalid();
        return file;
    }

    /// <returns>The number of bytes, or the negative error.</returns>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = Libc.Read(this, start, buffer.Length);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <returns>The number of bytes, or the negative error.</returns>
    public unsafe int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count;
            do
            {
                count = Libc.Write(this, start, bytes.Length);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    protected override bool ReleaseHandle() => Libc.Close(Number) == 0;
}
