namespace Dispatch.Protocol;

/// <summary>How much room a disk has.</summary>
public enum DiskState
{
    Well,

    /// <summary>All goes on, and may not for long.</summary>
    Low,

    /// <summary>No output is taken in any more: what is left is for the facts by which room is made.</summary>
    Full,
}

/// <summary>From when on the disk of a data folder has little room, and from when on too little: <c>disk</c> in <c>runner.json</c>.</summary>
/// <remarks>Not init-only: a generated JSON reader would set those that are absent to 0.</remarks>
public sealed record DiskLimits
{
    private const long UsualFloor = 256L << 20;

    /// <summary>Low is less than this part of the disk, in percent; 0 for never.</summary>
    public int LowPercent { get; set; } = 10;

    /// <summary>Full is less than this, in bytes; null for 256 MiB, or 2 % of a disk on which that is less. 0 for never.</summary>
    public long? FloorBytes { get; set; }

    /// <summary>The first thing wrong with them, with what to write instead; null when all is well.</summary>
    public string? Fault() => this switch
    {
        { LowPercent: < 0 or > 100 } => "disk.lowPercent must be 0 to 100",
        { FloorBytes: < 0 } => "disk.floorBytes must be 0 or more, or absent",
        _ => null,
    };

    public long Low(long total) => (long)(total * (LowPercent / 100.0));

    public long Floor(long total) => FloorBytes ?? Math.Min(UsualFloor, total / 50);

    /// <param name="free">Bytes that are left.</param>
    /// <param name="total">Bytes that the disk has in all.</param>
    /// <param name="before">What was last found: a state is left only with some room to spare, or what comes and goes would change it all the time.</param>
    public DiskState Judge(long free, long total, DiskState before = DiskState.Well)
    {
        var (floor, low) = (Floor(total), Low(total));
        return free < (before == DiskState.Full ? floor + (floor / 4) : floor) ? DiskState.Full
            : free < (before == DiskState.Well ? low : low + (low / 10)) ? DiskState.Low
            : DiskState.Well;
    }
}
