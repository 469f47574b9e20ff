using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dispatch.Runner.Native;

[Flags]
internal enum Readiness : uint
{
    None = 0,
    Readable = 1,
    Writable = 4,
    Failed = 8,
    HungUp = 16,
}

/// <summary>
/// epoll, level-triggered: who is ready is called, on the thread that polls. A callback must bear being called for nothing: a descriptor closed
/// and its number taken again within one round gets the earlier one's events.
/// </summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int Add = 1;
    private const int Delete = 2;
    private const int Modify = 3;
    private const int CloseOnExec = 0x80000;
    private const int MostEvents = 64;

    // struct epoll_event is packed on x86-64 alone.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly Descriptor _epoll = Libc.EpollCreate(CloseOnExec).OrThrow("create an epoll");
    private readonly Dictionary<int, Watch> _watches = [];

    /// <summary>
    /// Sets what is waited for. With <see cref="Readiness.None"/> the descriptor is taken out, as the kernel would go on reporting a hang-up.
    /// </summary>
    public void Set(Descriptor descriptor, Readiness interest, Action<Readiness> ready)
    {
        var fd = descriptor.Number;
        ref var watch = ref CollectionsMarshal.GetValueRefOrAddDefault(_watches, fd, out var known);
        if (known && watch.Interest == interest)
        {
            return;
        }

        var operation = interest == Readiness.None ? Delete : known ? Modify : Add;
        watch = new Watch(interest, ready);
        if (interest == Readiness.None)
        {
            _watches.Remove(fd);
        }

        if (known || interest != Readiness.None)
        {
            Control(operation, fd, interest);
        }
    }

    /// <summary>To be called before the descriptor is closed.</summary>
    public void Forget(Descriptor descriptor)
    {
        if (_watches.Remove(descriptor.Number))
        {
            Control(Delete, descriptor.Number, Readiness.None);
        }
    }

    /// <param name="milliseconds">How long to wait at most; -1 for ever.</param>
    public void Poll(int milliseconds)
    {
        var events = stackalloc byte[MostEvents * EventSize];
        var count = Libc.EpollWait(_epoll, events, MostEvents, milliseconds);
        for (var i = 0; i < count; i++)
        {
            var at = events + i * EventSize;
            if (_watches.TryGetValue(Unsafe.ReadUnaligned<int>(at + EventSize - 8), out var watch))
            {
                watch.Ready((Readiness)Unsafe.ReadUnaligned<uint>(at));
            }
        }
    }

    public void Dispose() => _epoll.Dispose();

    private void Control(int operation, int fd, Readiness interest)
    {
        var change = stackalloc byte[16];
        Unsafe.WriteUnaligned(change, (uint)interest);
        Unsafe.WriteUnaligned(change + EventSize - 8, (long)fd);
        if (Libc.EpollControl(_epoll, operation, fd, change) != 0)
        {
            throw ErrnoException.Last("change an epoll");
        }
    }

    private readonly record struct Watch(Readiness Interest, Action<Readiness> Ready);
}
