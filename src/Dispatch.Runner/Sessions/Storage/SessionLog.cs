namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Where a session stands in its workspace's log. Changed only by the log, under its lock.</summary>
internal sealed class SessionLog(long row, string publicId)
{
    public long Row { get; } = row;

    public string PublicId { get; } = publicId;

    /// <summary>The last committed position. Never derived from a row count: it goes on over pruning and restarts.</summary>
    public long LastSeq { get; set; }

    /// <summary>Output at or before this position was dropped: it is neither an event nor in a segment. Facts stay.</summary>
    public long PrunedThrough { get; set; }

    /// <summary>Output at or before this position is no event any more, but in a segment if it wasn't dropped.</summary>
    public long HotAfter { get; set; }

    /// <summary>What the output among the events costs: its bytes, and <see cref="EventLog.EventCost"/> per event.</summary>
    public long HotCost { get; set; }

    /// <summary>Whether <see cref="HotCost"/> has what was in the log when the runner began, too.</summary>
    public bool HotCounted { get; set; }

    /// <summary>The sizes of its segments' files.</summary>
    public long SealedStored { get; set; }

    /// <summary>The output in its segments.</summary>
    public long SealedOutput { get; set; }

    /// <summary>Whether the sealer was told of it and hasn't looked yet.</summary>
    public bool Crowded { get; set; }

    /// <summary>The last snapshot that a kind wrote, 0 for none: where a fresh client starts.</summary>
    public long SnapshotSeq { get; set; }

    /// <summary>The process it reads from, by the keeper's name for it.</summary>
    public Guid Process { get; set; }

    /// <summary>Per stream, the offset up to which the process's output is in the log: where a new runner resumes.</summary>
    public long[] Offsets { get; } = new long[2];
}
