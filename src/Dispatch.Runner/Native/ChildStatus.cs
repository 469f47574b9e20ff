using System.Buffers.Binary;

namespace Dispatch.Runner.Native;

/// <summary>waitid on a child's descriptor.</summary>
internal static unsafe class ChildStatus
{
    private const int ByProcess = 1;
    private const int ByDescriptor = 3;
    private const int NoHang = 1;
    private const int Exited = 4;
    private const int LeaveZombie = 0x01000000;
    private const int CodeExited = 1;

    /// <summary>How the child ended, leaving its process id taken; null while it runs.</summary>
    public static (bool BySignal, int Value)? Peek(Descriptor child) => Wait(child, Exited | NoHang | LeaveZombie);

    /// <summary>Lets an ended child's process id go.</summary>
    public static void Reap(Descriptor child) => Wait(child, Exited | NoHang);

    /// <summary>Ends a child that can't be kept.</summary>
    public static void Kill(int pid)
    {
        var info = stackalloc byte[128];
        _ = Libc.Kill(pid, Signals.Kill);
        _ = Libc.WaitId(ByProcess, pid, info, Exited);
    }

    private static (bool BySignal, int Value)? Wait(Descriptor child, int options)
    {
        // siginfo_t: si_code at 8, si_pid at 16, si_status at 24.
        var info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        if (Libc.WaitId(ByDescriptor, child.Number, info, options) != 0)
        {
            throw ErrnoException.Last("wait for a process");
        }

        var fields = new ReadOnlySpan<byte>(info, 128);
        return BinaryPrimitives.ReadInt32LittleEndian(fields[16..]) == 0
            ? null
            : (BinaryPrimitives.ReadInt32LittleEndian(fields[8..]) != CodeExited, BinaryPrimitives.ReadInt32LittleEndian(fields[24..]));
    }
}
