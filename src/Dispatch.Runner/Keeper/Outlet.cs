using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>One output stream of a process: its descriptor, what was read and isn't acknowledged, and how far the runner was sent it.</summary>
internal sealed class Outlet(Descriptor source)
{
    /// <summary>How much is read before others get their turn.</summary>
    private const int Turn = 64 << 10;

    /// <summary>A read that gives less has probably emptied the stream: its bytes are sent rather than looking again.</summary>
    private const int ShortRead = 1 << 10;

    // After the exit a descendant may go on writing for ever. No pipe or terminal holds more than this, so what the process itself wrote is within it.
    private const int MostAfterExit = 1 << 20;

    private int _afterExit;
    private bool _exited;

    public Descriptor Source { get; } = source;

    public KeptOutput Kept { get; } = new();

    /// <summary>One after the last byte that the connected runner was sent.</summary>
    public long Sent { get; set; }

    public int Unsent => (int)(Kept.End - Sent);

    /// <summary>Nothing more will be read.</summary>
    public bool Ended { get; private set; }

    public bool Wanted => !Ended && !Kept.Full;

    /// <summary>The process has ended: once nothing is there to read, nothing will be.</summary>
    public void Exited()
    {
        _exited = true;
        Read();
    }

    public void Acknowledge(long offset)
    {
        Kept.Acknowledge(offset);
        Sent = Math.Max(Sent, Kept.Acknowledged);
        if (_exited)
        {
            // With nothing there to read the kernel would never say so.
            Read();
        }
    }

    public void Read()
    {
        var turn = 0;
        while (Wanted && (turn < Turn || _exited))
        {
            var count = Source.Read(Kept.Free());
            if (count <= 0)
            {
                // A terminal's master gives EIO at its end.
                Ended = count != -Errno.Again || _exited;
                return;
            }

            Kept.Add(count);
            turn += count;
            if (_exited)
            {
                _afterExit += count;
                Ended = _afterExit >= MostAfterExit;
            }
            else if (count < ShortRead)
            {
                return;
            }
        }
    }
}
