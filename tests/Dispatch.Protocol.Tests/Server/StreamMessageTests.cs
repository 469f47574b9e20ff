using Dispatch.Protocol.Server;
using Dispatch.Protocol.Tests.Sessions;

namespace Dispatch.Protocol.Tests.Server;

public class StreamMessageTests
{
    private static readonly Dictionary<string, StreamMessage> All = new()
    {
        [$$"""{"t":"sessions","items":[{{SessionInfoTests.RunningJson}}]}"""] = new StreamSessions([SessionInfoTests.Running]),
        [$$"""{"t":"session","item":{{SessionInfoTests.RunningJson}}}"""] = new StreamSession(SessionInfoTests.Running),
        ["""{"t":"removed","workspace":"default","id":"0123456789"}"""] = new StreamRemoved("default", "0123456789"),
        ["""{"t":"runner","environment":"e_1","link":{"state":"unreachable","reason":"Why."}}"""] =
            new StreamRunner("e_1", new RunnerLink("unreachable", "Why.")),
        ["""{"t":"pong","id":1}"""] = new StreamPong(1),
    };

    [Fact]
    public void Every_message_of_the_stream_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in All)
        {
            Snapshot.Is(json, message, Wire.Default.StreamMessage);
        }
    }

    [Fact]
    public void None_is_without_a_snapshot() =>
        Assert.Equal(Snapshot.Names<StreamMessage>(), All.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!));
}
