namespace Dispatch.Runner.Keeper;

/// <summary>
/// The wire between runner and keeper: little-endian frames, each a 32-bit length of what follows, a <see cref="FrameType"/> byte and its fields.
/// The first frame of either side is Hello, whose first fields never change, so that two versions can always tell each other apart.
/// </summary>
internal static class KeeperProtocol
{
    /// <summary>Raised with every change that an older keeper or runner would misread. Replacing a keeper closes its shells.</summary>
    public const int Version = 1;

    /// <summary>"DKPR": tells a stray client apart at its first frame.</summary>
    public const uint Magic = 0x52504b44;

    /// <summary>The longest frame that either side takes, without its length field.</summary>
    public const int MaximumFrame = 1 << 20;

    /// <summary>The longest input of one <see cref="FrameType.Write"/>.</summary>
    public const int MaximumInput = MaximumFrame - 64;

    /// <summary>The most output bytes in one frame.</summary>
    public const int MaximumOutput = 64 << 10;

    /// <summary>How much of a stream the keeper holds; once full it stops reading and the process waits.</summary>
    public const int OutputCapacity = 256 << 10;

    /// <summary>How much input waits for a process that doesn't read it; more is refused.</summary>
    public const int MaximumPendingInput = 1 << 20;

    /// <summary>The size of the client's read buffer.</summary>
    public const int ReadBuffer = 256 << 10;
}

internal enum FrameType : byte
{
    /// <summary>To the keeper: magic u32, version u16. From it: magic u32, version u16, pid i32, program version text.</summary>
    Hello = 1,

    /// <summary>request u32, key, pty u8, cols u16, rows u16, program text, cwd text, arguments and environment (u32 count, texts each).</summary>
    Spawn = 2,

    /// <summary>request u32.</summary>
    List = 3,

    /// <summary>key, stream count u8, the offset i64 of the first byte wanted of each.</summary>
    Subscribe = 4,

    /// <summary>key, stream u8, offset i64: everything before it may go.</summary>
    Acknowledge = 5,

    /// <summary>key, input u32, bytes to the end.</summary>
    Write = 6,

    /// <summary>key, cols u16, rows u16.</summary>
    Resize = 7,

    /// <summary>key, signal u8, foreground u8: to the terminal's foreground group, else to the process's own.</summary>
    Signal = 8,

    /// <summary>key: a pipe is closed once what waits is written; a terminal has no end of input, so nothing happens there.</summary>
    CloseInput = 9,

    /// <summary>key: an ended process is forgotten.</summary>
    Collect = 10,

    /// <summary>Everything ends, the keeper too.</summary>
    Shutdown = 11,

    /// <summary>request u32, pid i32; when pid is 0: kind u16, code text, message text.</summary>
    Spawned = 64,

    /// <summary>request u32, count u32; each: key, pid i32, pty u8, exit u8 (0 none, 1 code, 2 signal), value i32, stream count u8, acknowledged i64 and end i64 of each.</summary>
    Listed = 65,

    /// <summary>key, stream u8, offset i64, bytes to the end.</summary>
    Output = 66,

    /// <summary>key, exit u8 (1 code, 2 signal), value i32.</summary>
    Exited = 67,

    /// <summary>key, input u32.</summary>
    Written = 68,

    /// <summary>key, input u32.</summary>
    InputRefused = 69,
}
