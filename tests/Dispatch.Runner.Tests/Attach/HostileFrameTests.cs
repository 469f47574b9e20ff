using System.Net.WebSockets;
using System.Text;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Attach;

public class HostileFrameTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    public static TheoryData<string, WebSocketMessageType, string> Bad => new()
    {
        { "{", WebSocketMessageType.Text, "frame.malformed" },
        { "null", WebSocketMessageType.Text, "frame.malformed" },
        { """{"t":"unheard-of"}""", WebSocketMessageType.Text, "frame.malformed" },
        { """{"t":"attach"}""", WebSocketMessageType.Text, "attach.repeated" },
        { "\u0001", WebSocketMessageType.Binary, "frame.malformed" },
        { "\u0009aaaaaaaaaaaa", WebSocketMessageType.Binary, "frame.malformed" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_frame_ends_its_own_connection_with_a_reason_and_no_other(string frame, WebSocketMessageType type, string code)
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var other = await runner.AttachAsync(session.Id);
        await using var hostile = await runner.AttachAsync(session.Id);
        await hostile.SendRawAsync(Encoding.Latin1.GetBytes(frame), type);
        Assert.Equal(code, (await hostile.UntilAsync<Fault>(fault => fault.Fatal)).Code);
        await hostile.UntilClosedAsync();
        await other.TypeAsync("still here\r");
        await other.UntilTextAsync("still here\r\nstill here");
    }

    [Fact]
    public async Task Text_that_is_not_UTF8_is_closed_as_invalid_payload()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await runner.AttachAsync(session.Id);
        await client.SendRawAsync([0x7B, 0xFF, 0xFE, 0x7D], WebSocketMessageType.Text);
        await client.UntilClosedAsync();
        Assert.StartsWith(nameof(WebSocketCloseStatus.InvalidPayloadData), client.ClosedAs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_frame_has_to_attach()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await AttachedTestClient.ConnectAsync(runner, session.Id, null, runner.Token());
        await client.SendAsync(new Ping(1));
        Assert.Equal("attach.expected", (await client.UntilAsync<Fault>()).Code);
    }

    [Fact]
    public async Task An_oversized_frame_is_refused()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"frameBytes":65536}}""");
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await runner.AttachAsync(session.Id);
        await client.SendRawAsync(new byte[200_000], WebSocketMessageType.Binary);
        Assert.Equal("frame.too-large", (await client.UntilAsync<Fault>()).Code);
    }

    [Fact]
    public async Task Random_frames_disturb_nobody()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var other = await runner.AttachAsync(session.Id);
        var random = new Random(20261122);
        for (var round = 0; round < 60; round++)
        {
            await using var hostile = await runner.AttachAsync(session.Id, new AttachRequest { ReadOnly = true });
            var frame = new byte[random.Next(0, 3000)];
            random.NextBytes(frame);
            await hostile.SendRawAsync(frame, random.Next(2) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
            // Text that isn't UTF-8 is refused by the WebSocket itself (RFC 6455, 1007).
            await hostile.UntilAsync(() => hostile.Messages.OfType<Fault>().Any() || hostile.ClosedAs is not null ? hostile : null);
        }

        await other.TypeAsync("still here\r");
        await other.UntilTextAsync("still here\r\nstill here");
    }
}
