namespace Dispatch.Runner.Sessions;

/// <summary>A fact of the log that can't be read, and why.</summary>
internal sealed record UnreadFact(long Seq, string Type, string Cause);
