namespace Dispatch.Protocol.Problems.Catalogue;

/// <summary>What an error's code means, whatever the message of the moment says. <c>docs/errors.md</c> is made of these.</summary>
/// <param name="Code">The stable dotted name.</param>
/// <param name="Meaning">What has happened, in general.</param>
/// <param name="Next">What to do.</param>
/// <param name="Retry">Whether the same thing may succeed later with nothing changed.</param>
public sealed record ErrorEntry(string Code, string Meaning, string Next, bool Retry = false);

/// <param name="Title">What they have in common.</param>
/// <param name="From">Who answers with them, and how.</param>
/// <param name="Entries">In the order of their codes.</param>
public sealed record ErrorGroup(string Title, string From, IReadOnlyList<ErrorEntry> Entries);
