namespace Dispatch.Protocol.Server;

/// <summary>Body of <c>POST /api/opinions</c>: how somebody finds Dispatch.</summary>
/// <param name="Good">Thumbs up, or down.</param>
/// <param name="Note">What they say of it, at most 2,000 characters; absent for nothing.</param>
public sealed record SayOpinion(bool? Good, string? Note = null);

/// <summary>Answer of <c>GET /api/opinions</c>: what people said of Dispatch.</summary>
/// <param name="Weeks">Those of the last half year in which somebody said something, the newest first.</param>
/// <param name="Notes">The newest 100, the newest first.</param>
public sealed record OpinionReport(IReadOnlyList<OpinionWeek> Weeks, IReadOnlyList<OpinionNote> Notes);

/// <param name="Begins">The Monday it began on, UTC.</param>
/// <param name="Good">How many thumbs went up.</param>
/// <param name="Bad">How many went down.</param>
public sealed record OpinionWeek(DateOnly Begins, int Good, int Bad);

/// <param name="At">When it was said.</param>
/// <param name="By">The name of who said it.</param>
/// <param name="Good">Thumbs up, or down.</param>
/// <param name="Text">What they wrote; untrusted.</param>
public sealed record OpinionNote(DateTimeOffset At, string By, bool Good, string Text);
