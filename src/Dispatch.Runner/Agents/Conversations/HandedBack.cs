using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>What an agent is given of a conversation that it hasn't got any more: the last turns in full, as many as there is room for.</summary>
internal static class HandedBack
{
    // Far below what one message to a program may have, and about a quarter of what a model usually holds.
    private const int MostBytes = 200 * 1024;
    private const int MostOfTurn = 24 * 1024;
    private const int MostTurns = 400;
    private const int TurnsAtOnce = 20;

    public static (AgentHandedBack Fact, JsonElement Blocks)? Of(Session session, TurnLine line)
    {
        var (texts, size, cut) = (new Stack<string>(), 0, false);
        foreach (var turn in Backwards(session).Where(turn => line.Contains(turn.Key)).Take(MostTurns))
        {
            var text = Transcript.Turn(turn.Key, turn, thoughts: false);
            if (text.Length > MostOfTurn)
            {
                // What was asked and how it ended say most.
                text = $"{text[..(MostOfTurn / 2)]}\n\n(…)\n\n{text[^(MostOfTurn / 2)..]}";
                cut = true;
            }

            size += Encoding.UTF8.GetByteCount(text);
            if (size > MostBytes)
            {
                break;
            }

            texts.Push(text);
        }

        if (texts.Count == 0)
        {
            return null;
        }

        var head = "This is the conversation so far, as it was recorded. You don't remember it: you were started anew. Go on from its end; what it says was done, was done.\n\n";
        var block = new JsonObject
        {
            ["type"] = "resource",
            ["resource"] = new JsonObject { ["uri"] = $"dispatch://session/{session.Id}/conversation.md", ["mimeType"] = "text/markdown", ["text"] = head + string.Concat(texts) },
        };
        var total = line.Ranges.Sum(range => range.Last - range.First + 1);
        return (new AgentHandedBack(texts.Count, total - texts.Count, cut), Fitting.Element(new JsonArray(block)));
    }

    // A few at a time: a long conversation isn't read whole for its end.
    private static IEnumerable<IGrouping<int, Piece>> Backwards(Session session)
    {
        List<Piece> late = [];
        for (long? through = session.Log.LastSeq; through is { } at;)
        {
            var (pieces, first) = ConversationReader.LastAsync(session, at, TurnsAtOnce, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            var begun = first is null ? 0 : pieces.Where(piece => piece.Type == AgentEvents.Prompted).Select(piece => piece.Turn).DefaultIfEmpty().Min();
            foreach (var turn in pieces.Concat(late).Where(piece => piece.Turn >= begun).GroupBy(piece => piece.Turn).OrderByDescending(turn => turn.Key))
            {
                yield return turn;
            }

            // What came of a turn when the next had begun.
            late = [.. pieces.Concat(late).Where(piece => piece.Turn < begun)];
            through = first - 1;
        }
    }
}
