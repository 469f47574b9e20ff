using System.Text.Json;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;
using Dispatch.Protocol.Tests.Sessions;

namespace Dispatch.Protocol.Tests.Server;

public class StreamMessageTests
{
    private static SettingsLayer User => new(SettingLayer.User, "p_1", 7, Values("""{"theme":"dark"}"""));

    private static readonly Dictionary<string, StreamMessage> All = new()
    {
        [$$"""{"t":"sessions","items":[{{SessionInfoTests.RunningJson}}]}"""] = new StreamSessions([SessionInfoTests.Running]),
        [$$"""{"t":"session","item":{{SessionInfoTests.RunningJson}}}"""] = new StreamSession(SessionInfoTests.Running),
        ["""{"t":"removed","workspace":"default","id":"0123456789"}"""] = new StreamRemoved("default", "0123456789"),
        ["""{"t":"workspaces","items":[{"id":"default","name":"Home","environment":"e_1","folder":"/home/me"}]}"""] =
            new StreamWorkspaces([new WorkspaceInfo("default", "Home", "e_1", "/home/me")]),
        ["""{"t":"runner","environment":"e_1","link":{"state":"unreachable","reason":"Why."}}"""] =
            new StreamRunner("e_1", new RunnerLink("unreachable", "Why.")),
        ["""{"t":"runner","environment":"e_1","link":{"state":"connected"},"troubles":[{"part":"disk","code":"disk.full","detail":"None."}]}"""] =
            new StreamRunner("e_1", new RunnerLink("connected", null), [new ProblemPart("disk", "disk.full", "None.")]),
        ["""{"t":"settings","layers":[{"layer":"server","version":0,"values":{}},{"layer":"user","owner":"p_1","version":7,"values":{"theme":"dark"}}]}"""] =
            new StreamSettings([new SettingsLayer(SettingLayer.Server, null, 0, Values("{}")), User]),
        ["""{"t":"settings-layer","layer":{"layer":"user","owner":"p_1","version":7,"values":{"theme":"dark"}}}"""] = new StreamSettingsLayer(User),
        ["""{"t":"settings-layer","layer":{"layer":"file","version":2,"values":{},"fault":{"file":"/data/settings.json","line":3,"reason":"Why."}}}"""] =
            new StreamSettingsLayer(new SettingsLayer(SettingLayer.File, null, 2, Values("{}"), new SettingsFault("/data/settings.json", 3, "Why."))),
        ["""{"t":"unread","items":[{"id":7,"kind":"waiting","workspace":"default","sessionId":"0123456789","sessionName":"work","title":"Build","text":"Which one?","at":"2026-03-01T12:30:15.25+00:00","read":false}],"count":1}"""] =
            new StreamUnread([new NotificationInfo(7, NotificationKind.Waiting, "default", "0123456789", "work", "Build", "Which one?", null, null, null, null, Snapshot.Moment, false)], 1),
        ["""{"t":"notification","item":{"id":8,"kind":"commandEnded","workspace":"default","sessionId":"0123456789","sessionName":"work","text":"make","command":3,"exitCode":2,"durationMs":15000,"at":"2026-03-01T12:30:15.25+00:00","read":false}}"""] =
            new StreamNotification(new NotificationInfo(8, NotificationKind.CommandEnded, "default", "0123456789", "work", null, "make", 3, 2, null, 15000, Snapshot.Moment, false)),
        ["""{"t":"presence","items":[{"workspace":"default","id":"0123456789","people":[{"principal":"p_1","name":"Owner","device":"d_1","deviceName":"Chrome on Linux","types":true}]}],"all":false}"""] =
            new StreamPresence([new SessionPresence("default", "0123456789", [new PersonPresent("p_1", "Owner", "d_1", "Chrome on Linux", true)])], false),
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

    private static Dictionary<string, JsonElement> Values(string json) => Snapshot.Data(json).EnumerateObject().ToDictionary(one => one.Name, one => one.Value);

    [Fact]
    public void None_is_without_a_snapshot() =>
        Assert.Equal(Snapshot.Names<StreamMessage>(), All.Keys.Select(json => Snapshot.Data(json).GetProperty("t").GetString()!).Distinct());
}
