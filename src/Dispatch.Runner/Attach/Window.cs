namespace Dispatch.Runner.Attach;

/// <summary>
/// How much a client has not acknowledged. When the window is full nothing more is sent to it, and nothing is kept for it either: it
/// goes on from the log.
/// </summary>
internal sealed class Window(int size)
{
    /// <summary>What a frame counts beyond its bytes, so that many small ones fill the window too.</summary>
    private const int FrameCost = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(long Seq, int Cost)> _sent = [];
    private long _open = size;

    public int Size => size;

    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _open > 0;
            }
        }
    }

    public void Sent(long seq, int bytes)
    {
        lock (_gate)
        {
            _open -= bytes + FrameCost;
            _sent.Enqueue((seq, bytes + FrameCost));
        }
    }

    public void Acknowledged(long seq)
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var oldest) && oldest.Seq <= seq)
            {
                _open += oldest.Cost;
                _sent.Dequeue();
            }
        }
    }
}
