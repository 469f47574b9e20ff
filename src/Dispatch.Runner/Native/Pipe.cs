namespace Dispatch.Runner.Native;

/// <summary>A pipe whose ends are closed with it unless they were taken. An end is non-blocking once it was taken; a child gets a blocking one.</summary>
internal sealed unsafe class Pipe : IDisposable
{
    private const int SetFlags = 4;

    private bool _readTaken;
    private bool _writeTaken;

    private Pipe(Descriptor read, Descriptor write) => (Read, Write) = (read, write);

    public Descriptor Read { get; }

    public Descriptor Write { get; }

    public static Pipe Open()
    {
        var ends = stackalloc int[2];
        return Libc.Pipe2(ends, OpenFlags.CloseOnExec) == 0
            ? new Pipe(new Descriptor(ends[0]), new Descriptor(ends[1]))
            : throw ErrnoException.Last("open a pipe");
    }

    public Descriptor TakeRead()
    {
        _readTaken = true;
        return NonBlocking(Read, OpenFlags.ReadOnly);
    }

    public Descriptor TakeWrite()
    {
        _writeTaken = true;
        return NonBlocking(Write, OpenFlags.WriteOnly);
    }

    public void Dispose()
    {
        if (!_readTaken)
        {
            Read.Dispose();
        }

        if (!_writeTaken)
        {
            Write.Dispose();
        }
    }

    private static Descriptor NonBlocking(Descriptor end, int access) =>
        Libc.Fcntl(end, SetFlags, access | OpenFlags.NonBlocking) == 0 ? end : throw ErrnoException.Last("set up a pipe");
}
