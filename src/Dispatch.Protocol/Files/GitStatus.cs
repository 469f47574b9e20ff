namespace Dispatch.Protocol.Files;

/// <summary>What git says of the working tree.</summary>
/// <param name="Branch">The branch, or a commit's hash when there is none; absent where there is no repository.</param>
/// <param name="Ahead">Commits that its upstream lacks; absent without one.</param>
/// <param name="Behind">Commits that it lacks of its upstream.</param>
/// <param name="Changes">At most 10000.</param>
/// <param name="Truncated">True when there are more.</param>
public sealed record GitStatus(string? Branch, int? Ahead, int? Behind, IReadOnlyList<GitChange> Changes, bool Truncated);

/// <param name="Path">From the workspace's folder; a folder of which nothing is tracked ends in <c>/</c>.</param>
/// <param name="State">What it is.</param>
public sealed record GitChange(string Path, GitState State);
