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
    public void An_imported_recording() => Snapshot.Is(
        """{"kind":"terminal","name":"demo","command":["bash"],"cwd":"/","cols":80,"rows":24,"imported":true}""",
        new SessionCreated("terminal", "demo", ["bash"], "/", 80, 24, null, null, null, Imported: true), Wire.Default.SessionCreated);

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
    public void A_command_and_its_end()
    {
        Snapshot.Is(
            """{"number":3,"command":"make","cwd":"/src","at":{"seq":12,"offset":40}}""",
            new CommandStarted(3, "make", "/src", new OutputPlace(12, 40)), Wire.Default.CommandStarted);
        Snapshot.Is("""{"number":3,"at":{"seq":12,"offset":40}}""", new CommandStarted(3, null, null, new OutputPlace(12, 40)), Wire.Default.CommandStarted);
        Snapshot.Is(
            """{"number":3,"exitCode":2,"durationMs":1500,"outputBytes":4096,"at":{"seq":15,"offset":7}}""",
            new CommandEnded(3, 2, 1500, 4096, new OutputPlace(15, 7)), Wire.Default.CommandEnded);
    }

    [Fact]
    public void What_a_program_says_to_its_terminal()
    {
        Snapshot.Is("""{"title":"vim"}""", new TitleChanged("vim"), Wire.Default.TitleChanged);
        Snapshot.Is("""{"cwd":"/src"}""", new FolderChanged("/src"), Wire.Default.FolderChanged);
        Snapshot.Is("""{"title":"Build","body":"done"}""", new Notified("Build", "done"), Wire.Default.Notified);
    }

    [Fact]
    public void The_types_names_lie_in_every_log() => Assert.Equal(
        [
            "session.created", "session.started", "session.failed", "session.renamed", "session.restarted", "session.exited", "session.lost",
            "session.removed", "terminal.output", "terminal.resized", "terminal.command-started", "terminal.command-ended",
            "terminal.title-changed", "terminal.folder-changed", "terminal.notified", "terminal.rang",
        ],
        typeof(EventTypes).GetFields().Select(field => (string)field.GetRawConstantValue()!));
}
