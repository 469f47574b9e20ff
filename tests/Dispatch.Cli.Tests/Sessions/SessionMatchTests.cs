using Dispatch.Cli.Commands;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Sessions;

public sealed class SessionMatchTests
{
    [Theory]
    [InlineData("aaaaaaaaaa", "aaaaaaaaaa")]
    [InlineData("web", "aaaaaaaaaa")]
    [InlineData("aab", "aabbbbbbbb")]
    [InlineData("C", "cccccccccc")]
    [InlineData("cccccccccc", "cccccccccc")]
    public void A_session_is_known_by_its_id_its_name_or_the_beginning_of_its_id(string text, string id) => Assert.Equal(id, Find(text).Id);

    [Fact]
    public void A_name_goes_before_the_beginning_of_an_id() => Assert.Equal("dddddddddd", Find("aa").Id);

    [Theory]
    [InlineData("a")]
    [InlineData("build")]
    public void What_may_be_several_lists_them(string text)
    {
        var failure = Assert.Throws<Failure>(() => Find(text));
        Assert.Equal(ExitCodes.Failed, failure.ExitCode);
        Assert.Matches(@"'(a|build)' may be any of 2 sessions: \w{10} \(.+\), \w{10} \(.+\)\. Give its id", failure.Message);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("")]
    public void What_is_none_says_where_to_look(string text) =>
        Assert.EndsWith("See what there is with: dispatch ls", Assert.Throws<Failure>(() => Find(text)).Message, StringComparison.Ordinal);

    private static Protocol.Sessions.SessionInfo Find(string text) => SessionMatch.Find(
    [
        Sample.Session("aaaaaaaaaa", "web"),
        Sample.Session("aabbbbbbbb", "build"),
        Sample.Session("cccccccccc", "build"),
        Sample.Session("dddddddddd", "aa"),
    ], text);
}
