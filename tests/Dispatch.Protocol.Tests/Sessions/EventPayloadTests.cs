using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Tests.Sessions;

/// <summary>The payloads lie in every log: a shape that changes makes old logs unreadable.</summary>
public class EventPayloadTests
{
    [Fact]
    public void Session_created() => Snapshot.Is(
        """{"kind":"terminal","name":"work","command":["/bin/sh"],"cwd":"/home/me","cols":80,"rows":24,"requestId":"r1","env":{"A":"b"},"shellIntegration":false}""",
        new SessionCreated("terminal", "work", ["/bin/sh"], "/home/me", 80, 24, "r1", new Dictionary<string, string> { ["A"] = "b" }, false),
        Wire.Default.SessionCreated);

    [Fact]
    public void Session_started() => Snapshot.Is("""{"pid":42}""", new SessionStarted(42), Wire.Default.SessionStarted);

    [Fact]
    public void Session_failed() => Snapshot.Is("""{"reason":"Why."}""", new SessionFailed("Why."), Wire.Default.SessionFailed);

    [Fact]
    public void Session_renamed() => Snapshot.Is("""{"name":"other"}""", new SessionRenamed("other"), Wire.Default.SessionRenamed);

    [Fact]
    public void Session_exited()
    {
        Snapshot.Is("""{"exitCode":0}""", new SessionExited(0, null), Wire.Default.SessionExited);
        Snapshot.Is("""{"signal":"SIGKILL"}""", new SessionExited(null, "SIGKILL"), Wire.Default.SessionExited);
    }

    [Fact]
    public void Session_lost() => Snapshot.Is("""{"reason":"Why."}""", new SessionLost("Why."), Wire.Default.SessionLost);

    [Fact]
    public void Terminal_resized() => Snapshot.Is("""{"cols":120,"rows":40}""", new TerminalResized(120, 40), Wire.Default.TerminalResized);

    [Fact]
    public void The_types_names_lie_in_every_log() => Assert.Equal(
        [
            "session.created", "session.started", "session.failed", "session.renamed", "session.restarted", "session.exited", "session.lost",
            "session.removed", "terminal.output", "terminal.resized",
        ],
        typeof(EventTypes).GetFields().Select(field => (string)field.GetRawConstantValue()!));
}
