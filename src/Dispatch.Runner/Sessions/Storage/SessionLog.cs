namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Where a session stands in its workspace's log. Changed only by the log, under its lock.</summary>
internal sealed class SessionLog(long row, string publicId)
{
    public long Row { get; } = row;

    public string PublicId { get; } = publicId;

    /// <summary>The last committed position. Never derived from a row count: it goes on over pruning and restarts.</summary>
    public long LastSeq { get; set; }

    /// <summary>Output at or before this position was dropped by the cap. Facts stay.</summary>
    public long PrunedThrough { get; set; }

    /// <summary>What the kept output costs: its bytes, and <see cref="EventLog.EventCost"/> per event.</summary>
    public long KeptCost { get; set; }

    /// <summary>The last snapshot that a kind wrote, 0 for none: where a fresh client starts.</summary>
    public long SnapshotSeq { get; set; }

    /// <summary>The process it reads from, by the keeper's name for it.</summary>
    public Guid Process { get; set; }

    /// <summary>Per stream, the offset up to which the process's output is in the log: where a new runner resumes.</summary>
    public long[] Offsets { get; } = new long[2];
}
