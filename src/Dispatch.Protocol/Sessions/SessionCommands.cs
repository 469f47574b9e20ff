namespace Dispatch.Protocol.Sessions;

/// <summary>Answer of <c>GET …/sessions/{id}/commands</c>, the oldest first.</summary>
public sealed record CommandList(IReadOnlyList<SessionCommand> Items);

/// <summary>A command that the session's shell ran, by its marks (OSC 133).</summary>
/// <param name="Number">From 1, in the session's order.</param>
/// <param name="Command">The command line, when the shell told it.</param>
/// <param name="Cwd">The folder it ran in, when the shell told it.</param>
/// <param name="ExitCode">0 to 255, when the shell told it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationMs">Milliseconds to its end; absent while it runs, and when its end was never told.</param>
/// <param name="OutputBytes">Bytes of its output, so far while it runs; also those that were dropped since.</param>
/// <param name="FirstSeq">The position of the event in which its output begins.</param>
/// <param name="LastSeq">The position of the event in which it ends.</param>
/// <param name="Running">Whether it runs now.</param>
public sealed record SessionCommand(
    int Number, string? Command, string? Cwd, int? ExitCode, DateTimeOffset StartedAt, long? DurationMs, long OutputBytes, long FirstSeq,
    long? LastSeq, bool Running);
