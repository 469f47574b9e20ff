namespace Dispatch.Protocol.Sessions;

/// <summary>What reading a workspace's whole log has shown. Nothing is changed by it.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Log">The log's file.</param>
/// <param name="ReadBy">How it was read: <c>runner</c> (the running one, and compared with what it holds), <c>files</c> (nothing ran), <c>copy</c> (nothing ran, and the last run wasn't closed in order) or <c>beside</c> (a runner has it open that isn't asked).</param>
/// <param name="Sessions">How many sessions were read.</param>
/// <param name="Events">How many events were read.</param>
/// <param name="Faults">What is wrong, the first hundred.</param>
/// <param name="More">Whether there are more than that.</param>
public sealed record LogReport(
    string Workspace, string Log, string ReadBy, long Sessions, long Events, IReadOnlyList<LogFault> Faults, bool More);

/// <summary>Something that is wrong in a log.</summary>
/// <param name="Code">A stable dotted name, for programs: <c>log.hole</c>.</param>
/// <param name="Session">The session, if it is one's.</param>
/// <param name="Seq">The position in the session, if it is at one.</param>
/// <param name="Found">What is wrong.</param>
/// <param name="Next">What is safe to do next.</param>
public sealed record LogFault(string Code, string? Session, long? Seq, string Found, string Next);

/// <summary>What <c>Dispatch.Runner --verify</c> prints.</summary>
public sealed record LogReportList(IReadOnlyList<LogReport> Items);
