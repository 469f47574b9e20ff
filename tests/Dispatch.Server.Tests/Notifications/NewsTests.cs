using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Notifications;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Notifications;

public class NewsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(100);
    private static readonly SessionInfo Session = Sessions.Make("abc", "work");

    [Theory]
    [InlineData(1, null, true)]
    [InlineData(0, null, false)]
    [InlineData(null, "SIGSEGV", true)]
    [InlineData(null, "SIGHUP", false)]
    [InlineData(null, "SIGKILL", false)]
    [InlineData(130, null, false)]
    [InlineData(143, null, false)]
    public void A_program_that_ended_with_an_error_is_told_unless_somebody_ended_it(int? exitCode, string? signal, bool told)
    {
        var news = Of(EventTypes.SessionExited, Session with { State = SessionState.Exited, ExitCode = exitCode, Signal = signal });
        Assert.Equal(told ? new News(NotificationKind.Exited, "work", ExitCode: exitCode, Signal: signal) : null, news);
    }

    [Fact]
    public void A_shell_ends_as_its_last_command_did_which_was_told_by_itself() => Assert.Null(Of(
        EventTypes.SessionExited, Session with { State = SessionState.Exited, ExitCode = 1, LastCommand = new LastCommand(1, "false", 1, 5, Now) }));

    [Theory]
    [InlineData(EventTypes.SessionCreated)]
    [InlineData(EventTypes.SessionStarted)]
    [InlineData(EventTypes.SessionRenamed)]
    [InlineData(EventTypes.CommandStarted)]
    [InlineData(EventTypes.CommandEnded)]
    [InlineData(EventTypes.Notified)]
    public void What_keeps_nobody_waiting_is_not_told(string type) => Assert.Null(Of(type, Session));

    [Fact]
    public void Texts_are_plain_and_short()
    {
        var news = News.Of(Entry(EventTypes.Notified, Session with { Name = "a\u202Eb\n" }) with { Said = new Notified("\u001b[31mred\u0000 ", new string('x', 5000)) }, Now)!;
        Assert.Equal(("a b", "[31mred", 300), (news.SessionName, news.Title, news.Text!.Length));
    }

    [Theory]
    [InlineData("one\r\n two\t\u2028three", 100, "one two three")]
    [InlineData("\u200b\u2066\u0007", 100, null)]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd\U0001F600\U0001F600", 6, "abcd…")]
    public void A_line_of_a_program_has_nothing_that_hides_or_turns_round(string text, int most, string? line) => Assert.Equal(line, PlainLine.Of(text, most));

    // No attribute can hold half a character, and PostgreSQL takes none.
    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("a\ufffdb", PlainLine.Of("a\ud800b", 100));

    private static News? Of(string type, SessionInfo session) => News.Of(Entry(type, session), Now);

    private static FeedEntry Entry(string type, SessionInfo session) => new("default", 1, 1, Now.ToUnixTimeMilliseconds() * 1000, type, "", session.Id, session);
}
