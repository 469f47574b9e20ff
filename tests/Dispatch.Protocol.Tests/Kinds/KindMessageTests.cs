using Dispatch.Protocol.Kinds;

namespace Dispatch.Protocol.Tests.Kinds;

public class KindMessageTests
{
    private static readonly Dictionary<string, ToKind> Told = new()
    {
        ["""{"t":"start","session":"0123456789","name":"work","cwd":"/home/me","command":["x"]}"""] = new KindStart("0123456789", "work", "/home/me", ["x"]),
        ["""{"t":"command","id":"c1","name":"say","principal":"p_1","data":"hi"}"""] = new KindCommand("c1", "say", "p_1", Snapshot.Data("\"hi\"")),
        ["""{"t":"stop"}"""] = new KindStop(),
    };

    private static readonly Dictionary<string, FromKind> Telling = new()
    {
        ["""{"t":"event","type":"echo.said","principal":"p_1","data":"hi"}"""] = new KindEvent("echo.said", "p_1", Snapshot.Data("\"hi\"")),
        ["""{"t":"result","id":"c1","ok":false,"code":"echo.unknown","message":"Why."}"""] = new KindResult("c1", false, "echo.unknown", "Why."),
        ["""{"t":"snapshot","data":{"said":3}}"""] = new KindSnapshot(Snapshot.Data("""{"said":3}""")),
    };

    [Fact]
    public void Every_line_to_a_kind_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in Told)
        {
            Snapshot.Is(json, message, Wire.Default.ToKind);
        }
    }

    [Fact]
    public void Every_line_from_a_kind_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in Telling)
        {
            Snapshot.Is(json, message, Wire.Default.FromKind);
        }
    }

    [Fact]
    public void None_is_without_a_snapshot()
    {
        Assert.Equal(Snapshot.Names<ToKind>(), Told.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!));
        Assert.Equal(Snapshot.Names<FromKind>(), Telling.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!));
    }
}
