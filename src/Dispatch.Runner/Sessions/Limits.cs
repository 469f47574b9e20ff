using Dispatch.Protocol.Attach;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Sessions;

/// <summary>What a runner takes on, from <c>limits</c> in <c>runner.json</c> in the data folder.</summary>
/// <remarks>Not init-only: a generated JSON reader would set those that are absent to 0.</remarks>
internal sealed record Limits
{
    /// <summary>Sessions at a time, ended ones that weren't removed among them.</summary>
    public int Sessions { get; set; } = 1000;

    /// <summary>Bytes of one frame or request body from a client.</summary>
    public int FrameBytes { get; set; } = AttachProtocol.MaximumFrame;

    /// <summary>Characters of a name.</summary>
    public int NameLength { get; set; } = 100;

    /// <summary>Kept output per session, in bytes as they are stored; the oldest is dropped beyond it.</summary>
    public long OutputBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>Output per session, in bytes, among the events of its log; older output is sealed into compressed segments.</summary>
    public long HotOutputBytes { get; set; } = 8L * 1024 * 1024;

    /// <summary>Kept output per session, in bytes as they were printed: a screen of the past may have to be drawn from all of them.</summary>
    public long PrintedBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Days after which output is dropped; null for never.</summary>
    public int? OutputDays { get; set; }

    /// <summary>Kept output of all sessions together, in bytes as they are stored; the oldest segments are dropped beyond it. Null for no limit.</summary>
    public long? TotalOutputBytes { get; set; }

    /// <summary>Bytes of a recording that is imported.</summary>
    public long ImportBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Kept contents of files that agents changed, per workspace, in bytes as they are stored; the oldest are dropped beyond it.</summary>
    public long BlobBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Clients attached to one session at a time.</summary>
    public int ClientsPerSession { get; set; } = 100;

    /// <summary>How long a session has between SIGHUP and SIGKILL, in seconds.</summary>
    public int GraceSeconds { get; set; } = 5;

    /// <summary>How long a clone may go on without a sign, in seconds; then it is ended.</summary>
    public int CloneSilenceSeconds { get; set; } = 120;

    /// <summary>The first thing wrong with them, with what to write instead; null when all is well.</summary>
    public string? Fault() => this switch
    {
        { Sessions: < 1 } => "limits.sessions must be 1 or more",
        { FrameBytes: < 1024 or > KeeperProtocol.MaximumInput } => $"limits.frameBytes must be 1024 to {KeeperProtocol.MaximumInput}",
        { NameLength: < 1 or > 1000 } => "limits.nameLength must be 1 to 1000",
        { OutputBytes: < 4 * Batch.MaximumOutput } => "limits.outputBytes must be 262144 or more",
        { HotOutputBytes: < 4 * Batch.MaximumOutput } => "limits.hotOutputBytes must be 262144 or more",
        { PrintedBytes: < 4 * Batch.MaximumOutput } => "limits.printedBytes must be 262144 or more",
        { OutputDays: < 1 or > 36500 } => "limits.outputDays must be 1 to 36500, or absent",
        { TotalOutputBytes: < 4 * Batch.MaximumOutput } => "limits.totalOutputBytes must be 262144 or more, or absent",
        { ImportBytes: < 1024 } => "limits.importBytes must be 1024 or more",
        { BlobBytes: < 1024 * 1024 } => "limits.blobBytes must be 1048576 or more",
        { ClientsPerSession: < 1 } => "limits.clientsPerSession must be 1 or more",
        { GraceSeconds: < 0 or > 60 } => "limits.graceSeconds must be 0 to 60",
        { CloneSilenceSeconds: < 1 or > 3600 } => "limits.cloneSilenceSeconds must be 1 to 3600",
        _ => null,
    };
}
