using Dispatch.Protocol.Server;
using Dispatch.Protocol.Tests.Feed;

namespace Dispatch.Protocol.Tests.Server;

public class ServerMessageTests
{
    [Fact]
    public void The_servers_status() => Snapshot.Is(
        $$"""{"url":"http://127.0.0.1:1","version":"0.1.0","pid":5,"startedAt":"2026-03-01T12:30:15.25+00:00","database":"sqlite","runnerLink":{"state":"connected"},"runner":{{FeedMessageTests.StatusJson}}}""",
        new ServerStatus("http://127.0.0.1:1", "0.1.0", 5, Snapshot.Moment, "sqlite", new RunnerLink("connected", null), FeedMessageTests.Status),
        Wire.Default.ServerStatus);

    [Fact]
    public void The_file_that_tells_where_a_server_is() => Snapshot.Is(
        """{"url":"http://localhost:1","listens":"127.0.0.1:1","pid":5,"version":"0.1.0","startedAt":"2026-03-01T12:30:15.25+00:00"}""",
        new ServerStateFile("http://localhost:1", "127.0.0.1:1", 5, "0.1.0", Snapshot.Moment), Wire.Default.ServerStateFile);

    [Fact]
    public void Signing_in()
    {
        Snapshot.Is("""{"key":"k"}""", new SignInWithKey("k"), Wire.Default.SignInWithKey);
        Snapshot.Is("""{"token":"t"}""", new SignInWithLink("t"), Wire.Default.SignInWithLink);
        Snapshot.Is(
            """{"url":"http://127.0.0.1:1/sign-in#t","expiresAt":"2026-03-01T12:30:15.25+00:00"}""",
            new SignInLink("http://127.0.0.1:1/sign-in#t", Snapshot.Moment), Wire.Default.SignInLink);
    }

    [Fact]
    public void Who_one_is() => Snapshot.Is(
        """{"principal":"p_1","name":"me","device":"d_1","capabilities":["session.list"]}""",
        new Me("p_1", "me", "d_1", ["session.list"]), Wire.Default.Me);

    [Fact]
    public void A_list_of_devices() => Snapshot.Is(
        """{"items":[{"id":"d_1","name":"Firefox","signedInAt":"2026-03-01T12:30:15.25+00:00","lastSeenAt":"2026-03-01T12:30:15.25+00:00","current":true}]}""",
        new DeviceList([new DeviceInfo("d_1", "Firefox", Snapshot.Moment, Snapshot.Moment, true)]), Wire.Default.DeviceList);
}
