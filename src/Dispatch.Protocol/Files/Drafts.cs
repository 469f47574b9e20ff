namespace Dispatch.Protocol.Files;

/// <summary>Body of <c>PUT …/files/drafts</c>.</summary>
/// <param name="Text">All of the text that isn't saved.</param>
/// <param name="Base">The revision that it was made of; absent for a file that isn't there yet.</param>
public sealed record KeepDraft(string Text, string? Base = null);

/// <summary>A text that was typed and isn't saved.</summary>
/// <param name="Path">The file that it is of.</param>
/// <param name="Text">All of it; absent in a list.</param>
/// <param name="Base">The revision that it was made of.</param>
/// <param name="ChangedAt">When it was kept.</param>
public sealed record Draft(string Path, string? Text, string? Base, DateTimeOffset ChangedAt);

public sealed record DraftList(IReadOnlyList<Draft> Items);
