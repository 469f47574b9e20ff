namespace Dispatch.Protocol.Agents;

/// <summary>Answer of <c>GET …/sessions/{id}/conversation/own</c>: conversations that the agent had in the session's folder, in its order. Untrusted.</summary>
/// <param name="Next">What the rest is asked for with, as <c>cursor</c>; absent when the agent has no more.</param>
/// <param name="Left">How many the agent named here beyond those that are told.</param>
public sealed record OwnConversations(IReadOnlyList<OwnConversation> Items, string? Next, int Left);

/// <param name="Session">The agent's own name of it; what <c>take-up</c> names.</param>
/// <param name="Title">What the agent calls it, on one line.</param>
/// <param name="Cwd">The folder that it was in.</param>
/// <param name="UpdatedAt">When something was last said in it.</param>
public sealed record OwnConversation(string Session, string? Title, string? Cwd, DateTimeOffset? UpdatedAt);
