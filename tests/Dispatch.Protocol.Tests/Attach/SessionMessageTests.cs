using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Tests.Sessions;

namespace Dispatch.Protocol.Tests.Attach;

public class SessionMessageTests
{
    private static readonly Dictionary<string, SessionMessage> All = new()
    {
        [$$"""{"t":"attached","session":{{SessionInfoTests.RunningJson}},"client":"c0ffee00","head":12,"window":1048576,"features":[]}"""] =
            new Attached(SessionInfoTests.Running, "c0ffee00", 12, 1048576, []),
        ["""{"t":"gap","reason":"pruned","epoch":1,"first":8000,"cols":80,"rows":24}"""] = new Gap("pruned", 1, 8000, 80, 24),
        ["""{"t":"snapshot","reason":"behind","epoch":1,"seq":9000,"cols":80,"rows":24,"bytes":4200}"""] =
            new Protocol.Attach.Snapshot("behind", 1, 9000, 80, 24, 4200),
        ["""{"t":"event","seq":12,"epoch":1,"time":1795357681128219,"type":"terminal.resized","principal":"p_1","data":{"cols":120,"rows":40}}"""] =
            new EventMessage(12, 1, 1795357681128219, "terminal.resized", "p_1", Snapshot.Data("""{"cols":120,"rows":40}""")),
        ["""{"t":"live","seq":12}"""] = new Live(12),
        ["""{"t":"written","id":7}"""] = new Written(7),
        ["""{"t":"result","id":"c1","ok":false,"code":"echo.unknown","message":"There is no such command."}"""] =
            new CommandResult("c1", false, "echo.unknown", "There is no such command."),
        ["""{"t":"pong","id":1}"""] = new Pong(1),
        ["""{"t":"error","code":"frame.malformed","message":"What it was.","fatal":true}"""] = new Fault("frame.malformed", "What it was.", true),
    };

    [Fact]
    public void Every_message_of_the_runner_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in All)
        {
            Snapshot.Is(json, message, Wire.Default.SessionMessage);
        }
    }

    [Fact]
    public void None_is_without_a_snapshot() =>
        Assert.Equal(Snapshot.Names<SessionMessage>(), All.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!));

    [Fact]
    public void What_isnt_known_is_absent()
    {
        Snapshot.Is(
            """{"t":"event","seq":1,"epoch":1,"time":2,"type":"session.restarted","principal":""}""",
            new EventMessage(1, 1, 2, "session.restarted", "", null), Wire.Default.SessionMessage);
        Snapshot.Is("""{"t":"result","id":"c1","ok":true}""", new CommandResult("c1", true, null, null), Wire.Default.SessionMessage);
    }
}
