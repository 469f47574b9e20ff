using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Tests.Sessions;

namespace Dispatch.Protocol.Tests.Feed;

public class FeedMessageTests
{
    public const string StatusJson =
        """{"environment":"e_1","version":"0.1.0","pid":7,"startedAt":"2026-03-01T12:30:15.25+00:00","keeper":{"version":"0.1.0","pid":6},"sessions":2,"running":1,"clients":3,"workspaces":[{"id":"default","name":"Home","environment":"e_1","folder":"/home/me"}]}""";

    private static readonly Dictionary<string, FeedMessage> All = new()
    {
        [$$"""{"t":"hello","runner":{{StatusJson}}}"""] = new FeedHello(Status),
        [$$"""{"t":"entry","workspace":"default","position":90,"seq":12,"time":1795357681128219,"type":"session.renamed","principal":"p_1","sessionId":"0123456789","session":{{SessionInfoTests.RunningJson}}}"""] =
            new FeedEntry("default", 90, 12, 1795357681128219, "session.renamed", "p_1", "0123456789", SessionInfoTests.Running),
        ["""{"t":"entry","workspace":"default","position":91,"seq":13,"time":1795357681128219,"type":"terminal.command-ended","principal":"","sessionId":"0123456789","ended":{"number":3,"command":"make","exitCode":2,"durationMs":15000,"endedAt":"2026-03-01T12:30:15.25+00:00"}}"""] =
            new FeedEntry("default", 91, 13, 1795357681128219, "terminal.command-ended", "", "0123456789", null, Ended: new LastCommand(3, "make", 2, 15000, Snapshot.Moment)),
        ["""{"t":"entry","workspace":"default","position":92,"seq":14,"time":1795357681128219,"type":"terminal.notified","principal":"","sessionId":"0123456789","said":{"title":"Build","body":"done"}}"""] =
            new FeedEntry("default", 92, 14, 1795357681128219, "terminal.notified", "", "0123456789", null, Said: new Notified("Build", "done")),
        ["""{"t":"workspaces","workspaces":[{"id":"default","name":"Home","environment":"e_1","folder":"/home/me"}]}"""] =
            new FeedWorkspaces([new WorkspaceInfo("default", "Home", "e_1", "/home/me")]),
        ["""{"t":"presence","workspace":"default","sessionId":"0123456789","attendees":[{"principal":"p_1","device":"d_1","types":true}]}"""] =
            new FeedPresence("default", "0123456789", [new Attendee("p_1", "d_1", true)]),
        ["""{"t":"caught-up"}"""] = new FeedCaughtUp(),
        ["""{"t":"beat"}"""] = new FeedBeat(),
        ["""{"t":"beat","troubles":[{"part":"disk","code":"disk.low","detail":"Little.","warning":true}]}"""] =
            new FeedBeat([new ProblemPart("disk", "disk.low", "Little.", Warning: true)]),
    };

    public static RunnerStatus Status => new(
        "e_1", "0.1.0", 7, Snapshot.Moment, new KeeperStatus("0.1.0", 6), 2, 1, 3, [new WorkspaceInfo("default", "Home", "e_1", "/home/me")]);

    [Fact]
    public void Every_line_of_the_feed_is_written_as_the_protocol_tells()
    {
        foreach (var (json, message) in All)
        {
            Snapshot.Is(json, message, Wire.Default.FeedMessage);
        }
    }

    [Fact]
    public void None_is_without_a_snapshot() =>
        Assert.Equal(Snapshot.Names<FeedMessage>(), All.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!).Distinct());

    [Fact]
    public void A_runner_without_a_keeper_says_nothing_of_it() => Snapshot.Is(
        StatusJson.Replace(""" "keeper":{"version":"0.1.0","pid":6},""".Trim(), "", StringComparison.Ordinal), Status with { Keeper = null }, Wire.Default.RunnerStatus);
}
