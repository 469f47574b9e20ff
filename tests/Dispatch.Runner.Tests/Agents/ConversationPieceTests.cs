using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents.Conversations;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>What an agent's log has in pieces is put together.</summary>
public sealed class ConversationPieceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-pieces-");
    private readonly EventLog _log;
    private long _seq;

    public ConversationPieceTests() => _log = EventLog.Open(Path.Combine(_folder.FullName, "log.db"), TimeProvider.System, 1 << 20, 1 << 20);

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_long_answer_is_put_together_without_being_copied_for_each_word()
    {
        const int Words = 20_000;
        var sink = new ConversationSink(_log.Names, long.MaxValue);
        Say(sink, 1, "begin");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Words; i++)
        {
            Say(sink, 1, " anyword");
        }

        // Copied each time it would be some 3 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
        Assert.Equal("begin".Length + (Words * " anyword".Length), Assert.Single(sink.Pieces).Text!.Length);
    }

    [Theory]
    [InlineData(EventTypes.SessionRenamed, "{}", false)]
    [InlineData(AgentEvents.QueueContinued, "", false)]
    [InlineData(AgentEvents.Metered, "{\"turn\":1,\"update\":{}}", false)]
    [InlineData("agent.of-a-later-version", "{\"turn\":1}", false)]
    [InlineData(AgentEvents.Served, "{\"turn\":1,\"request\":\"r1\",\"method\":\"fs/read_text_file\"}", false)]
    [InlineData(AgentEvents.Served, "{\"turn\":1,\"request\":\"r1\",\"method\":\"fs/read_text_file\",\"error\":{\"code\":\"c\",\"message\":\"m\"}}", true)]
    [InlineData(AgentEvents.ToolCalled, "{\"turn\":1,\"update\":{\"toolCallId\":\"t1\"}}", true)]
    [InlineData(AgentEvents.Planned, "{\"turn\":1,\"update\":{\"entries\":[]}}", true)]
    [InlineData(AgentEvents.Asked, "{\"turn\":1,\"ask\":\"a1\"}", true)]
    [InlineData(AgentEvents.Flooded, "{\"turn\":1,\"kept\":1}", true)]
    public void A_text_ends_where_something_is_shown_and_only_there(string type, string payload, bool ends)
    {
        var sink = new ConversationSink(_log.Names, long.MaxValue);
        Say(sink, 1, "one");
        Take(sink, type, payload);
        Say(sink, 1, " two");
        string[] texts = ends ? ["one", " two"] : ["one two"];
        Assert.Equal(texts, sink.Pieces.Where(piece => piece.Type == AgentEvents.Said).Select(piece => piece.Text!));
    }

    [Fact]
    public void The_earliest_turns_are_let_go_where_all_together_hold_too_much_but_never_the_last()
    {
        var sink = new ConversationSink(_log.Names, long.MaxValue, 1000, [3, 5, 7]);
        for (var turn = 1; turn <= 4; turn++)
        {
            Take(sink, AgentEvents.Prompted, $"{{\"turn\":{turn}}}");
            Say(sink, turn, new string('x', 300));
        }

        // Two have room.
        Assert.Equal(5, sink.First);
        Assert.Equal([3, 3, 4, 4], sink.Pieces.Select(piece => piece.Turn));
        Say(sink, 4, new string('x', 2000));
        Assert.Equal(7, sink.First);
        Assert.Equal([4, 4], sink.Pieces.Select(piece => piece.Turn));
        Say(sink, 4, new string('x', 2000));
        Assert.Equal(4300, sink.Pieces[^1].Text!.Length);
    }

    [Fact]
    public void What_an_update_takes_the_place_of_counts_once()
    {
        var sink = new ConversationSink(_log.Names, long.MaxValue, 1000, [3]);
        Take(sink, AgentEvents.Prompted, "{\"turn\":1}");
        Take(sink, AgentEvents.ToolCalled, "{\"turn\":1,\"update\":{\"toolCallId\":\"t1\"}}");
        Take(sink, AgentEvents.Prompted, "{\"turn\":2}");
        for (var i = 0; i < 20; i++)
        {
            Take(sink, AgentEvents.ToolUpdated, $"{{\"turn\":1,\"update\":{{\"toolCallId\":\"t1\",\"title\":\"{new string('x', 100)}\"}}}}");
        }

        Assert.Null(sink.First);
        Assert.Equal(3, sink.Pieces.Count);
    }

    private void Say(ConversationSink sink, int turn, string text) => Take(
        sink, AgentEvents.Said, JsonSerializer.Serialize(
            new AgentUpdated(turn, JsonSerializer.SerializeToElement(new { content = new { type = "text", text } })), Wire.Default.AgentUpdated));

    private void Take(ConversationSink sink, string type, string payload)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        sink.Take(new StoredEvent(++_seq, 1, _seq, 1, 0, _log.Names.Id(type, _log), 0, 0, bytes.Length), bytes);
    }
}
