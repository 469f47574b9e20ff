using Dispatch.Protocol.Problems;

namespace Dispatch.Protocol.Tests.Problems;

public class ProblemTests
{
    [Theory]
    [InlineData(ErrorKind.Invalid, "The request is not valid", 400)]
    [InlineData(ErrorKind.Unauthenticated, "Sign in first", 401)]
    [InlineData(ErrorKind.Forbidden, "Not allowed", 403)]
    [InlineData(ErrorKind.NotFound, "Not found", 404)]
    [InlineData(ErrorKind.Conflict, "Not possible now", 409)]
    [InlineData(ErrorKind.TooLarge, "Too large", 413)]
    [InlineData(ErrorKind.TooMany, "Too many requests", 429)]
    [InlineData(ErrorKind.Failed, "Something failed", 500)]
    [InlineData(ErrorKind.Unavailable, "Not available now", 503)]
    public void An_error_is_a_problem_of_its_kind(ErrorKind kind, string title, int status) => Snapshot.Is(
        $$"""{"type":"urn:dispatch:problem:a.code","title":"{{title}}","status":{{status}},"detail":"What it was.","code":"a.code"}""",
        Problem.From(new Error(kind, "a.code", "What it was.")), Wire.Default.Problem);

    [Theory]
    [InlineData("runner.unavailable", true)]
    [InlineData("log.not-confirmed", null)]
    [InlineData("session.not-found", null)]
    public void It_says_whether_the_same_may_succeed_later(string code, bool? retry) =>
        Assert.Equal(retry, Problem.From(new Error(ErrorKind.Unavailable, code, "What it was.")).Retry);
}
