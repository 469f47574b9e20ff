using System.Text;
using Dispatch.Protocol;

namespace Dispatch.Runner.Native;

/// <summary>A stream socket in the file system.</summary>
internal static unsafe class UnixSocket
{
    /// <summary>Don't wait.</summary>
    public const int NoWait = 0x40;

    private const int NoSignal = 0x4000;
    private const int Family = 1;
    private const int Stream = 1;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int Both = 2;
    private const int SocketLevel = 1;
    private const int SendTimeout = 21;

    /// <summary>Throws when no socket can have this path, and says why.</summary>
    public static void CheckPath(string path) => Address(path);

    /// <summary>Non-blocking; its file is 0600.</summary>
    public static Descriptor Listen(string path)
    {
        const int backlog = 16;
        var socket = Libc.Socket(Family, Stream | CloseOnExec | NonBlocking, 0).OrThrow("create a socket");
        try
        {
            // The file takes its mode from the socket's when it is made, so it is never open to others.
            const int ownerReadWrite = 0x180;
            var address = Address(path);
            fixed (byte* start = address)
            {
                if (Libc.ChangeMode(socket, ownerReadWrite) != 0 || Libc.Bind(socket, start, (uint)address.Length) != 0)
                {
                    throw ErrnoException.Last($"create the socket {path}");
                }
            }

            return Libc.Listen(socket, backlog) == 0 ? socket : throw ErrnoException.Last($"listen on {path}");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Non-blocking; null when nobody waits any more.</summary>
    public static Descriptor? TryAccept(Descriptor listener)
    {
        var socket = Libc.Accept(listener, null, null, CloseOnExec | NonBlocking);
        if (!socket.IsInvalid)
        {
            return socket;
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Blocking; throws when nobody listens there.</summary>
    /// <param name="sending">How long a send may wait for room before it fails with <see cref="Errno.Again"/>.</param>
    public static Descriptor Connect(string path, TimeSpan sending)
    {
        var socket = Libc.Socket(Family, Stream | CloseOnExec, 0).OrThrow("create a socket");
        var address = Address(path);
        var limit = stackalloc nint[2] { (nint)sending.TotalSeconds, (nint)(sending.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond) };
        fixed (byte* start = address)
        {
            if (Libc.SetSocketOption(socket, SocketLevel, SendTimeout, limit, (uint)(2 * sizeof(nint))) == 0 && Libc.Connect(socket, start, (uint)address.Length) == 0)
            {
                return socket;
            }
        }

        var failure = ErrnoException.Last($"connect to {path}");
        socket.Dispose();
        throw failure;
    }

    /// <returns>The number of bytes, 0 at the end, or the negative error.</returns>
    public static int Receive(Descriptor socket, Span<byte> buffer, int flags)
    {
        fixed (byte* start = buffer)
        {
            nint count;
            do
            {
                count = Libc.Receive(socket, start, buffer.Length, flags);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <returns>The number of bytes, or the negative error.</returns>
    public static int Send(Descriptor socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            nint count;
            do
            {
                count = Libc.Send(socket, start, bytes.Length, NoSignal);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <summary>Sends four pieces as one, any of them empty.</summary>
    /// <returns>The number of bytes, or the negative error.</returns>
    public static int Send(
        Descriptor socket, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        fixed (byte* a = first, b = second, c = third, d = fourth)
        {
            var pieces = stackalloc Libc.Piece[4]
            {
                new() { Start = a, Length = first.Length },
                new() { Start = b, Length = second.Length },
                new() { Start = c, Length = third.Length },
                new() { Start = d, Length = fourth.Length },
            };
            var message = new Libc.MessageHeader { Pieces = pieces, PieceCount = 4 };
            nint count;
            do
            {
                count = Libc.SendMessage(socket, &message, NoSignal);
            }
            while (count < 0 && Errno.Last == Errno.Interrupted);
            return count < 0 ? -Errno.Last : (int)count;
        }
    }

    /// <summary>Wakes whoever is blocked on it; closing alone wouldn't.</summary>
    public static void Shutdown(Descriptor socket) => _ = Libc.Shutdown(socket, Both);

    private static byte[] Address(string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length > DataFolder.MaximumSocketPath)
        {
            throw new IOException(
                $"The socket's path {path} has {length} bytes, and Linux takes {DataFolder.MaximumSocketPath}. Choose a data folder with a shorter path.");
        }

        var address = new byte[length + 3];
        BitConverter.TryWriteBytes(address, (ushort)Family);
        Encoding.UTF8.GetBytes(path, address.AsSpan(2));
        return address;
    }
}
