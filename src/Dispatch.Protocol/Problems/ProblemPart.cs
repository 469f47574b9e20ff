namespace Dispatch.Protocol.Problems;

/// <summary>One of several things that are wrong at once.</summary>
/// <param name="Part">What can't do its work: <c>database</c>, <c>runner</c>, <c>keeper</c>, <c>log</c>, <c>disk</c> or <c>loop</c>.</param>
/// <param name="Code">The stable dotted name.</param>
/// <param name="Detail">What happened, to what, and what to do next.</param>
public sealed record ProblemPart(string Part, string Code, string Detail);
