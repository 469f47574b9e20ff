using Dispatch.Cli.Sessions;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Sessions;

public sealed class SessionEndTests
{
    [Theory]
    [InlineData(SessionState.Exited, 0, null, 0)]
    [InlineData(SessionState.Exited, 3, null, 3)]
    [InlineData(SessionState.Exited, null, "SIGKILL", 137)]
    [InlineData(SessionState.Exited, null, "SIGTERM", 143)]
    [InlineData(SessionState.Exited, null, "SIGHUP", 129)]
    [InlineData(SessionState.Failed, null, null, 1)]
    [InlineData(SessionState.Lost, null, null, 1)]
    public void It_has_the_code_that_a_shell_would_give(SessionState state, int? exitCode, string? signal, int code) =>
        Assert.Equal(code, new SessionEnd(state, exitCode, signal, null).Code);

    [Theory]
    [InlineData(SessionState.Exited, 3, null, "exited 3", "exited 3")]
    [InlineData(SessionState.Exited, null, null, "ended", "ended")]
    [InlineData(SessionState.Exited, null, "SIGTERM", "ended by SIGTERM", "ended by SIGTERM")]
    [InlineData(SessionState.Failed, null, null, "failed", "failed: why")]
    [InlineData(SessionState.Lost, null, null, "lost", "lost: why")]
    public void A_word_fits_a_column_and_the_reason_is_told_where_there_is_room(SessionState state, int? exitCode, string? signal, string word, string whole)
    {
        var end = new SessionEnd(state, exitCode, signal, state == SessionState.Exited ? null : "why");
        Assert.Equal((word, whole), (end.Word, end.Describe()));
    }
}
