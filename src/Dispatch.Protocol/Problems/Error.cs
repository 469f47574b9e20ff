namespace Dispatch.Protocol.Problems;

/// <summary>An expected refusal. Mapped in one place to an HTTP status and to an RFC 9457 problem.</summary>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Code">A stable dotted name, for programs: <c>session.not-found</c>.</param>
/// <param name="Message">What happened, to what, and what to do next; one or two sentences.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message);

public enum ErrorKind
{
    Invalid = 400,
    Unauthenticated = 401,
    Forbidden = 403,
    NotFound = 404,
    Conflict = 409,
    Stale = 412,
    TooLarge = 413,
    TooMany = 429,
    Failed = 500,
    Unavailable = 503,
}
