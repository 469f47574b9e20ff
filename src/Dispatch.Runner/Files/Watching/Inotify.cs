using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Watching;

/// <summary>What happened in a folder that is watched.</summary>
[Flags]
internal enum FolderEvents : uint
{
    Modified = 0x2,
    Attributes = 0x4,
    Written = 0x8,
    MovedFrom = 0x40,
    MovedTo = 0x80,
    Created = 0x100,
    Deleted = 0x200,
    SelfDeleted = 0x400,
    SelfMoved = 0x800,
    Unmounted = 0x2000,
    Overflow = 0x4000,
    Ignored = 0x8000,
}

/// <summary>Told on the one thread that reads; it must not wait.</summary>
internal interface IFolderListener
{
    void Happened(int watch, FolderEvents events, string name);

    /// <summary>More happened than the kernel kept.</summary>
    void Overflowed();
}

/// <summary>
/// The runner's one inotify and the one thread that reads it, begun with the first folder that is watched. A folder is watched by what it is held by,
/// so never another one than was opened. Between events nothing runs.
/// </summary>
internal sealed unsafe class Inotify : IDisposable
{
    private const uint Watched = 0x2 | 0x4 | 0x8 | 0x40 | 0x80 | 0x100 | 0x200 | 0x400 | 0x800 | 0x01000000;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<IFolderListener>> _listeners = [];
    private Descriptor? _inotify;
    private Descriptor? _stop;
    private Thread? _reader;

    /// <returns>The watch, the same for the same folder; or the negative error.</returns>
    public int Add(Descriptor folder, IFolderListener listener)
    {
        lock (_gate)
        {
            if (_inotify is null && !TryBegin())
            {
                return -Errno.Last;
            }

            int watch;
            fixed (byte* name = Descriptors.NameOf(folder))
            {
                watch = Libc.InotifyAdd(_inotify!, name, Watched);
            }

            if (watch < 0)
            {
                return -Errno.Last;
            }

            ref var listeners = ref CollectionsMarshal.GetValueRefOrAddDefault(_listeners, watch, out _);
            listeners = [.. listeners ?? [], listener];
            return watch;
        }
    }

    /// <summary>Once for each time that it was added.</summary>
    public void Remove(int watch, IFolderListener listener)
    {
        lock (_gate)
        {
            if (!_listeners.TryGetValue(watch, out var listeners))
            {
                return;
            }

            var rest = listeners.ToList();
            rest.Remove(listener);
            if (rest.Count > 0)
            {
                _listeners[watch] = rest;
                return;
            }

            _listeners.Remove(watch);
            _ = Libc.InotifyRemove(_inotify!, watch);
        }
    }

    public void Dispose()
    {
        if (_reader is null)
        {
            return;
        }

        _ = _stop!.Write(BitConverter.GetBytes(1L));
        _reader.Join();
        _stop.Dispose();
        _inotify!.Dispose();
    }

    private bool TryBegin()
    {
        var inotify = Libc.InotifyInit(CloseOnExec | NonBlocking);
        if (inotify.IsInvalid)
        {
            inotify.Dispose();
            return false;
        }

        _inotify = inotify;
        _stop = Libc.EventDescriptor(0, CloseOnExec).OrThrow("create an event");
        _reader = new Thread(Read) { IsBackground = true, Name = "files watched" };
        _reader.Start();
        return true;
    }

    private void Read()
    {
        var buffer = new byte[64 * 1024];
        var polled = stackalloc Libc.PollDescriptor[2]
        {
            new() { Fd = _inotify!.Number, Events = Readable },
            new() { Fd = _stop!.Number, Events = Readable },
        };
        while (true)
        {
            _ = Libc.Poll(polled, 2, -1);
            if (polled[1].Returned != 0)
            {
                return;
            }

            int count;
            while ((count = _inotify.Read(buffer)) > 0)
            {
                Tell(buffer.AsSpan(0, count));
            }
        }
    }

    // struct inotify_event: wd, mask, cookie, len, name with NULs.
    private void Tell(ReadOnlySpan<byte> events)
    {
        while (events.Length >= 16)
        {
            var watch = BinaryPrimitives.ReadInt32LittleEndian(events);
            var mask = (FolderEvents)BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(events[12..]);
            var name = events.Slice(16, length);
            name = name.IndexOf((byte)0) is var end and >= 0 ? name[..end] : name;
            events = events[(16 + length)..];
            if (mask.HasFlag(FolderEvents.Overflow))
            {
                foreach (var listener in All())
                {
                    listener.Overflowed();
                }
            }
            else if (!name.StartsWith(Temporary.Prefix))
            {
                foreach (var listener in Of(watch, mask.HasFlag(FolderEvents.Ignored)))
                {
                    listener.Happened(watch, mask, FileName.ToText(name));
                }
            }
        }
    }

    private List<IFolderListener> Of(int watch, bool last)
    {
        lock (_gate)
        {
            var found = _listeners.GetValueOrDefault(watch) ?? [];
            if (last)
            {
                _listeners.Remove(watch);
            }

            return found;
        }
    }

    private List<IFolderListener> All()
    {
        lock (_gate)
        {
            return [.. _listeners.Values.SelectMany(listeners => listeners).Distinct()];
        }
    }
}
