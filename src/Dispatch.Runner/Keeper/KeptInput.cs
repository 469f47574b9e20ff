using Dispatch.Runner.Native;

namespace Dispatch.Runner.Keeper;

/// <summary>Input on its way into a process: what the process doesn't take waits here, up to a bound.</summary>
internal sealed class KeptInput(Descriptor descriptor)
{
    private static readonly FrameBuffer Nothing = new(0);

    private readonly Queue<(uint Id, long End)> _ids = new();
    private FrameBuffer _waiting = Nothing;
    private long _accepted;
    private bool _closing;

    public Descriptor Descriptor { get; } = descriptor;

    public bool Closed { get; private set; }

    public bool Waiting => _waiting.Length > 0;

    /// <summary>The newest input that was wholly written, until it was reported.</summary>
    public uint? Written { get; set; }

    /// <summary>False: refused, and none of it written.</summary>
    public bool Offer(uint id, ReadOnlySpan<byte> bytes)
    {
        if (Closed || _closing || _waiting.Length + bytes.Length > KeeperProtocol.MaximumPendingInput)
        {
            return false;
        }

        var taken = Waiting ? 0 : Pass(bytes);
        if (Closed)
        {
            return false;
        }

        _accepted += bytes.Length;
        if (!Waiting && taken == bytes.Length)
        {
            Written = id;
            return true;
        }

        _waiting = Waiting ? _waiting : new FrameBuffer(bytes.Length - taken);
        _waiting.Put(bytes[taken..]);
        _ids.Enqueue((id, _accepted));
        return true;
    }

    /// <summary>The runner whose input this was is gone, and another one counts its input anew: what waits is still written, and told to nobody.</summary>
    public void Disown()
    {
        _ids.Clear();
        Written = null;
    }

    /// <summary>The descriptor takes bytes again.</summary>
    public void Continue()
    {
        _waiting.Take(Pass(_waiting.Bytes));
        while (!Closed && _ids.TryPeek(out var oldest) && oldest.End <= _accepted - _waiting.Length)
        {
            Written = _ids.Dequeue().Id;
        }

        if (!Waiting)
        {
            _waiting = Nothing;
            if (_closing)
            {
                Close();
            }
        }
    }

    /// <summary>Closes it once nothing waits.</summary>
    public void CloseWhenWritten()
    {
        _closing = true;
        if (!Waiting)
        {
            Close();
        }
    }

    /// <summary>Nothing more is written; what waited is given up.</summary>
    public void Close()
    {
        Closed = true;
        _waiting = Nothing;
        _ids.Clear();
    }

    private int Pass(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes.IsEmpty ? 0 : Descriptor.Write(bytes);
        if (taken < 0 && taken != -Errno.Again)
        {
            Close();
        }

        return Math.Max(taken, 0);
    }
}
