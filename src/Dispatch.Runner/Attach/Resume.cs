using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Attach;

/// <summary>Where a client goes on, decided from what it asked for and where the log stands. Pure.</summary>
/// <param name="After">What follows is after this position.</param>
/// <param name="Gap">Why the client has to clear what it shows; null when it goes on without a break.</param>
internal readonly record struct Resume(long After, string? Gap)
{
    public const string First = "first", Epoch = "epoch", Pruned = "pruned", Ahead = "ahead", Hole = "hole";

    /// <param name="asked">The client's request.</param>
    /// <param name="epoch">The log's epoch.</param>
    /// <param name="head">The last committed position.</param>
    /// <param name="pruned">Nothing at or before this position is to be had.</param>
    /// <param name="start">Where a client that starts afresh begins: after what was pruned, or at the last snapshot.</param>
    public static Resume Decide(AttachRequest asked, int epoch, long head, long pruned, long start) => asked switch
    {
        { Tail: true } => new Resume(head, null),
        { From: null } => new Resume(start, First),
        { From: var from } when from.Epoch != epoch => new Resume(start, Epoch),
        { From: var from } when from.Seq > head => new Resume(start, Ahead),
        { From: var from } when from.Seq < pruned => new Resume(start, Pruned),
        { From: var from } => new Resume(from.Seq, null),
    };
}
