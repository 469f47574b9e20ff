using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Tests.Sessions;

public class SessionPastTests
{
    [Fact]
    public void A_list_of_commands()
    {
        Snapshot.Is(
            """{"items":[{"number":3,"command":"make","cwd":"/src","exitCode":2,"startedAt":"2026-03-01T12:30:15.25+00:00","durationMs":1500,"outputBytes":4096,"firstSeq":12,"lastSeq":15,"running":false}]}""",
            new CommandList([new SessionCommand(3, "make", "/src", 2, Snapshot.Moment, 1500, 4096, 12, 15, false)]), Wire.Default.CommandList);
        Snapshot.Is(
            """{"items":[{"number":3,"startedAt":"2026-03-01T12:30:15.25+00:00","outputBytes":0,"firstSeq":12,"running":true}]}""",
            new CommandList([new SessionCommand(3, null, null, null, Snapshot.Moment, null, 0, 12, null, true)]), Wire.Default.CommandList);
    }

    [Fact]
    public void A_timeline() => Snapshot.Is(
        """{"epoch":1,"first":3,"last":15,"startedAt":"2026-03-01T12:30:15.25+00:00","endedAt":"2026-03-01T12:30:15.25+00:00","points":[{"seq":5,"time":1795357681128219,"bytes":100}],"resizes":[{"seq":3,"time":1795357681128219,"cols":80,"rows":24}],"commands":[{"number":1,"seq":4,"endSeq":5,"time":1795357681128219,"command":"ls","exitCode":0}]}""",
        new Timeline(
            1, 3, 15, Snapshot.Moment, Snapshot.Moment, [new TimelinePoint(5, 1795357681128219, 100)],
            [new TimelineResize(3, 1795357681128219, 80, 24)], [new TimelineCommand(1, 4, 5, 1795357681128219, "ls", 0)]),
        Wire.Default.Timeline);

    [Fact]
    public void The_lines_of_a_recording()
    {
        Snapshot.Is(
            """{"seq":4,"epoch":1,"time":1795357681128219,"type":"terminal.output","data":"aGkK"}""",
            new RecordedEvent(4, 1, 1795357681128219, "terminal.output", Snapshot.Data("\"aGkK\"")), Wire.Default.RecordedEvent);
        Snapshot.Is(
            """{"seq":5,"epoch":1,"time":1795357681128219,"type":"terminal.resized","data":{"cols":120,"rows":40}}""",
            new RecordedEvent(5, 1, 1795357681128219, "terminal.resized", Snapshot.Data("""{"cols":120,"rows":40}""")), Wire.Default.RecordedEvent);
        Snapshot.Is("""{"next":5}""", new RecordingEnd(5), Wire.Default.RecordingEnd);
        Snapshot.Is("""{"next":null}""", new RecordingEnd(null), Wire.Default.RecordingEnd);
    }
}
