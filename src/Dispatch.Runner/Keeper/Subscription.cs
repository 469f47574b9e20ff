namespace Dispatch.Runner.Keeper;

/// <summary>What the connected runner was told of one process.</summary>
internal sealed class Subscription
{
    public bool Active { get; private set; }

    public bool Exit { get; set; }

    /// <summary>When its last output was sent, and how much; in the clock's ticks.</summary>
    public long SentAt { get; set; }

    public int SentBytes { get; set; }

    /// <summary>When input was first seen to be written and not told; 0 for none.</summary>
    public long WrittenAt { get; set; }

    /// <summary>When output was first seen to wait for the next beat; 0 for none.</summary>
    public long UnsentAt { get; set; }

    /// <summary>It was given input since it said something: what it says next may be the answer.</summary>
    public bool Asked { get; set; }

    /// <summary>It waits for its turn to be told something.</summary>
    public bool Queued { get; set; }

    public void Begin() => (Active, Exit, Asked, SentBytes, WrittenAt, UnsentAt) = (true, false, false, 0, 0, 0);

    public void End() => Active = false;
}
