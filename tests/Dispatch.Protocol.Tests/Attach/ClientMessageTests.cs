using System.Text.Json;
using Dispatch.Protocol.Attach;

namespace Dispatch.Protocol.Tests.Attach;

public class ClientMessageTests
{
    private static readonly Dictionary<string, ClientMessage> All = new()
    {
        ["""{"t":"attach","from":{"epoch":1,"seq":4711},"tail":true,"readOnly":true,"cols":120,"rows":40,"window":1048576,"features":["f"],"scrollback":500,"colors":{"foreground":"#e6e6e6","background":"#121417","cursor":"#ffffff"}}"""] =
            new AttachRequest
            {
                From = new Position(1, 4711),
                Tail = true,
                ReadOnly = true,
                Cols = 120,
                Rows = 40,
                Window = 1048576,
                Features = ["f"],
                Scrollback = 500,
                Colors = new ClientColors("#e6e6e6", "#121417", "#ffffff"),
            },
        ["""{"t":"resize","cols":100,"rows":30}"""] = new Resize(100, 30),
        ["""{"t":"ack","seq":4711}"""] = new Ack(4711),
        ["""{"t":"command","id":"c1","name":"say","data":{"text":"hi"}}"""] = new Command("c1", "say", Snapshot.Data("""{"text":"hi"}""")),
        ["""{"t":"look","on":true}"""] = new Look(true),
        ["""{"t":"ping","id":1}"""] = new Ping(1),
    };

    [Fact]
    public void Every_message_of_a_client_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in All)
        {
            Snapshot.Is(json, message, Wire.Default.ClientMessage);
        }
    }

    [Fact]
    public void None_is_without_a_snapshot() =>
        Assert.Equal(Snapshot.Names<ClientMessage>(), All.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!));

    [Fact]
    public void All_of_an_attach_but_its_type_may_be_absent()
    {
        var request = Assert.IsType<AttachRequest>(JsonSerializer.Deserialize("""{"t":"attach"}""", Wire.Default.ClientMessage));
        Assert.Equal(new AttachRequest(), request);
    }

    [Fact]
    public void The_type_may_come_last_and_unknown_members_are_passed_over() => Assert.Equal(
        new Resize(100, 30), JsonSerializer.Deserialize("""{"cols":100,"new":[1],"rows":30,"t":"resize"}""", Wire.Default.ClientMessage));
}
