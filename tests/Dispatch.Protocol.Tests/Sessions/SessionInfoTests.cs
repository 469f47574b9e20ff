using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Tests.Sessions;

public class SessionInfoTests
{
    public const string RunningJson =
        """{"id":"0123456789","workspace":"default","kind":"terminal","name":"work","state":"running","pid":42,"command":["/bin/sh","-l"],"cwd":"/home/me","cols":80,"rows":24,"principal":"p_1","createdAt":"2026-03-01T12:30:15.25+00:00","startedAt":"2026-03-01T12:30:15.25+00:00","restarts":0,"epoch":1,"seq":12}""";

    private const string ExitedJson =
        """{"id":"0123456789","workspace":"default","kind":"terminal","name":"work","state":"exited","exitCode":3,"command":["/bin/sh","-l"],"cwd":"/home/me","cols":80,"rows":24,"principal":"p_1","createdAt":"2026-03-01T12:30:15.25+00:00","startedAt":"2026-03-01T12:30:15.25+00:00","endedAt":"2026-03-01T12:30:15.25+00:00","restarts":0,"epoch":1,"seq":12}""";

    public static SessionInfo Running { get; } = new()
    {
        Id = "0123456789",
        Workspace = "default",
        Kind = "terminal",
        Name = "work",
        State = SessionState.Running,
        Pid = 42,
        Command = ["/bin/sh", "-l"],
        Cwd = "/home/me",
        Cols = 80,
        Rows = 24,
        Principal = "p_1",
        CreatedAt = Snapshot.Moment,
        StartedAt = Snapshot.Moment,
        Epoch = 1,
        Seq = 12,
    };

    [Fact]
    public void A_running_session() => Snapshot.Is(RunningJson, Running, Wire.Default.SessionInfo);

    [Fact]
    public void An_ended_session() => Snapshot.Is(
        ExitedJson, Running with { State = SessionState.Exited, ExitCode = 3, Pid = null, EndedAt = Snapshot.Moment }, Wire.Default.SessionInfo);

    [Fact]
    public void A_session_ended_by_a_signal_or_lost_says_so()
    {
        Snapshot.Is(
            RunningJson.Replace("\"running\",\"pid\":42", "\"exited\",\"signal\":\"SIGKILL\"", StringComparison.Ordinal),
            Running with { State = SessionState.Exited, Signal = "SIGKILL", Pid = null }, Wire.Default.SessionInfo);
        Snapshot.Is(
            RunningJson.Replace("\"running\",\"pid\":42", "\"lost\",\"reason\":\"It went away.\"", StringComparison.Ordinal),
            Running with { State = SessionState.Lost, Reason = "It went away.", Pid = null }, Wire.Default.SessionInfo);
    }

    [Fact]
    public void A_session_with_a_shell_that_marks_its_commands() => Snapshot.Is(
        RunningJson.Replace(
            "\"epoch\":1",
            """
            "title":"make","folder":"/src","runningCommand":{"number":3,"command":"make","startedAt":"2026-03-01T12:30:15.25+00:00"},"lastCommand":{"number":2,"command":"ls","exitCode":0,"durationMs":12,"endedAt":"2026-03-01T12:30:15.25+00:00"},"epoch":1
            """,
            StringComparison.Ordinal),
        Running with
        {
            Title = "make",
            Folder = "/src",
            RunningCommand = new RunningCommand(3, "make", Snapshot.Moment),
            LastCommand = new LastCommand(2, "ls", 0, 12, Snapshot.Moment),
        },
        Wire.Default.SessionInfo);

    [Theory]
    [InlineData(SessionState.Starting, "starting")]
    [InlineData(SessionState.Running, "running")]
    [InlineData(SessionState.Exited, "exited")]
    [InlineData(SessionState.Failed, "failed")]
    [InlineData(SessionState.Lost, "lost")]
    public void A_state_is_its_name_in_lower_case(SessionState state, string name) => Snapshot.Is(
        RunningJson.Replace("running", name, StringComparison.Ordinal), Running with { State = state }, Wire.Default.SessionInfo);

    [Fact]
    public void A_list_of_sessions() => Snapshot.Is(
        $$"""{"items":[{{RunningJson}}]}""", new SessionList([Running]), Wire.Default.SessionList);

    [Fact]
    public void A_list_of_workspaces() => Snapshot.Is(
        """{"items":[{"id":"default","name":"Home","environment":"e_1","folder":"/home/me"}]}""",
        new WorkspaceList([new WorkspaceInfo("default", "Home", "e_1", "/home/me")]), Wire.Default.WorkspaceList);
}
