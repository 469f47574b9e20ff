namespace Dispatch.Protocol.Problems;

/// <summary>One of several things that are wrong, or soon will be, at once.</summary>
/// <param name="Part">What can't do its work: <c>database</c>, <c>runner</c>, <c>keeper</c>, <c>log</c>, <c>disk</c>, <c>clock</c>, <c>loop</c>, or <c>session</c>: one of them.</param>
/// <param name="Code">The stable dotted name.</param>
/// <param name="Detail">What happened, to what, and what to do next.</param>
/// <param name="Warning">True when all still goes on; absent when it doesn't.</param>
public sealed record ProblemPart(string Part, string Code, string Detail, bool? Warning = null);
