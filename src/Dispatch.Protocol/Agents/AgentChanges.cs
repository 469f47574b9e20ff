namespace Dispatch.Protocol.Agents;

/// <summary>How the folder that an agent works in differs between a turn's beginning and its end, whoever changed it meanwhile.</summary>
/// <param name="Files">At most as many as go into one event, ordered by path.</param>
/// <param name="More">How many are not among them.</param>
/// <param name="List">All of them, as a blob (JSON), when there are more.</param>
/// <param name="Incomplete">Why only what was written through Dispatch is in it; absent when all is.</param>
public sealed record AgentChanged(int Turn, IReadOnlyList<ChangedFile> Files, int More, string? List, string? Incomplete);

/// <param name="Path">Relative to the folder that the agent works in.</param>
/// <param name="Before">The content's blob; absent when there was no file.</param>
/// <param name="After">The same; absent when there is none any more.</param>
/// <param name="Large">True: too large to be kept, so that neither is there.</param>
public sealed record ChangedFile(string Path, string? Before, string? After, bool? Large = null);

/// <summary>Files were put back to what they were before a turn.</summary>
public sealed record AgentRestored(int Turn, IReadOnlyList<ChangedFile> Files);

/// <summary>A person looked at a change and kept it, or took it back.</summary>
/// <param name="Path">Absent: all of the turn.</param>
/// <param name="Line">The first line of the part, from 1, in the file as the turn left it; absent: the whole file.</param>
/// <param name="Accepted">False: it was taken back.</param>
/// <param name="Before">What the file was before it was taken back.</param>
/// <param name="After">What it is since.</param>
public sealed record AgentReviewed(int Turn, string? Path, int? Line, bool Accepted, string? Before, string? After);
