namespace Dispatch.Protocol.Agents;

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/agents/search</c>: the session that began last first, and of each its last turns first.</summary>
/// <param name="Next">What the rest is asked for with, as <c>after</c>; absent when all was looked through.</param>
public sealed record ConversationSearch(IReadOnlyList<ConversationMatch> Items, string? Next);

/// <summary>A prompt or an answer in which the words are.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Name">The session's name.</param>
/// <param name="Turn">The turn in it.</param>
/// <param name="Seq">The position of its event; of an answer, that of its beginning.</param>
/// <param name="Time">Microseconds since 1970 UTC.</param>
/// <param name="Prompt">True of what was asked, false of what was answered.</param>
/// <param name="Text">Some of the text around the first place, on one line. Untrusted.</param>
/// <param name="At">Where the words begin in it, in UTF-16 units; they are as long as what was searched for.</param>
public sealed record ConversationMatch(string Session, string Name, int Turn, long Seq, long Time, bool Prompt, string Text, int At);
