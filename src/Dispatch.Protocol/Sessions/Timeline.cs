namespace Dispatch.Protocol.Sessions;

/// <summary>Answer of <c>GET …/sessions/{id}/timeline</c>: when how much was printed, for a scrubber over the session.</summary>
/// <param name="Epoch">The epoch in force.</param>
/// <param name="First">The position of the oldest output that is kept; one more than <paramref name="Last"/> when there is none.</param>
/// <param name="Last">The last position.</param>
/// <param name="StartedAt">When the first event here happened.</param>
/// <param name="EndedAt">When the last one did.</param>
/// <param name="Points">Output, at most 2000: adjoining events are taken together, each by its last position and its time.</param>
/// <param name="Resizes">The size at the beginning, and every change.</param>
/// <param name="Commands">The commands in it.</param>
public sealed record Timeline(
    int Epoch, long First, long Last, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<TimelinePoint> Points,
    IReadOnlyList<TimelineResize> Resizes, IReadOnlyList<TimelineCommand> Commands);

/// <param name="Seq">The position with which this output is whole.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
/// <param name="Bytes">How much it is.</param>
public sealed record TimelinePoint(long Seq, long Time, long Bytes);

/// <param name="Seq">The position from which the size is in force.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
public sealed record TimelineResize(long Seq, long Time, int Cols, int Rows);

/// <param name="Number">From 1, in the session's order.</param>
/// <param name="Seq">The position of the event in which its output begins.</param>
/// <param name="EndSeq">The position of the event in which it ends.</param>
/// <param name="Time">When it began, microseconds since 1970 UTC.</param>
public sealed record TimelineCommand(int Number, long Seq, long? EndSeq, long Time, string? Command, int? ExitCode);
