using Dispatch.Protocol.Problems.Catalogue;

namespace Dispatch.Protocol.Problems;

/// <summary>RFC 9457 problem details, sent as <c>application/problem+json</c> with every error.</summary>
/// <param name="Type"><c>urn:dispatch:problem:</c> and the code.</param>
/// <param name="Title">The kind of error in a few words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened, to what, and what to do next.</param>
/// <param name="Code">The stable dotted name.</param>
/// <param name="TraceId">What the server's and the runner's logs say about this request carries the same: a W3C trace id, 32 hexadecimal digits.</param>
/// <param name="Retry">True when the same request may succeed later with nothing changed; absent when it would not, or was done already.</param>
/// <param name="Parts">Each thing that is wrong, where it may be several: of <c>/readyz</c>.</param>
public sealed record Problem(string Type, string Title, int Status, string Detail, string Code, string? TraceId = null,
    bool? Retry = null, IReadOnlyList<ProblemPart>? Parts = null)
{
    public const string ContentType = "application/problem+json";

    public static Problem From(Error error) => new(
        $"urn:dispatch:problem:{error.Code}", TitleOf(error.Kind), (int)error.Kind, error.Message, error.Code, Retry: ErrorCatalogue.MayPass(error.Code) ? true : null);

    private static string TitleOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => "The request is not valid",
        ErrorKind.Unauthenticated => "Sign in first",
        ErrorKind.Forbidden => "Not allowed",
        ErrorKind.NotFound => "Not found",
        ErrorKind.Conflict => "Not possible now",
        ErrorKind.Stale => "Changed meanwhile",
        ErrorKind.TooLarge => "Too large",
        ErrorKind.TooMany => "Too many requests",
        ErrorKind.Unavailable => "Not available now",
        _ => "Something failed",
    };
}
