using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>Looks through what was asked of the agents of a workspace and what they answered.</summary>
internal static class SearchConversations
{
    private const int LongestQuery = 200;
    private const int MostAtOnce = 50;
    private const int MostOfSession = 20;

    // Characters of a match's text: before the words, and in all.
    private const int Before = 40, Longest = 240;

    // An answer that comes in time is worth more than one that is complete: the rest is asked for.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/agents/search", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("searchConversations").WithSummary("What was asked of the agents of a workspace, and answered, that has these words").WithTags("Agents")
            .WithDescription("q: 1 to 200 characters, in any case. At most 20 of one session. after: as an answer named it.")
            .Produces<ConversationSearch>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, string? q, string? after, Workspace named, SessionRegistry sessions, TimeProvider time, CancellationToken cancellation)
    {
        if (q?.Trim() is not { Length: > 0 and <= LongestQuery } words)
        {
            return new Error(ErrorKind.Invalid, "agent.bad-search", $"q has 1 to {LongestQuery} characters: what is searched for.").ToResult();
        }

        var agents = sessions.All
            .Where(session => session.Workspace == named && session.Driver is AgentDriver)
            .OrderByDescending(session => session.Info.CreatedAt).ThenBy(session => session.Id, StringComparer.Ordinal)
            .SkipWhile(session => after is not null && session.Id != after)
            .Skip(after is null ? 0 : 1);
        var (found, began) = (new List<ConversationMatch>(), time.GetTimestamp());
        string? last = null;
        foreach (var session in agents)
        {
            if (last is not null && (found.Count >= MostAtOnce || time.GetElapsedTime(began) > Patience))
            {
                return Results.Ok(new ConversationSearch(found, last));
            }

            var pieces = await ConversationReader.AllAsync(session, session.Log.LastSeq, cancellation);
            found.AddRange(pieces.Reverse().Select(piece => Match(session, piece, words)).OfType<ConversationMatch>().Take(MostOfSession));
            last = session.Id;
        }

        return Results.Ok(new ConversationSearch(found, null));
    }

    private static ConversationMatch? Match(Session session, Piece piece, string words)
    {
        var text = piece.Type switch
        {
            AgentEvents.Prompted => Transcript.Blocks(JsonRpc.Of(piece.Data, "prompt")),
            AgentEvents.Said => piece.Text,
            _ => null,
        };
        var at = text?.IndexOf(words, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (text is null || at < 0)
        {
            return null;
        }

        var from = Math.Max(0, at - Before);
        if (from > 0 && char.IsLowSurrogate(text[from]))
        {
            from--;
        }

        var length = Math.Min(Longest, text.Length - from);
        if (from + length < text.Length && char.IsHighSurrogate(text[from + length - 1]))
        {
            length--;
        }

        // Each character stays one, so that the place stays right.
        var shown = string.Create(length, (text, from), static (line, of) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                var character = of.text[of.from + i];
                line[i] = char.IsControl(character) ? ' ' : character;
            }
        });
        return new ConversationMatch(session.Id, session.Info.Name, piece.Turn, piece.Seq, piece.Time, piece.Type == AgentEvents.Prompted, shown, at - from);
    }
}
