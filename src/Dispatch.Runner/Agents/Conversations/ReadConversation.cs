using System.Text.Json;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Agents.Conversations;

internal static class ReadConversation
{
    private const int Usual = 20;

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SessionEndpoints.Item + "/conversation", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("readConversation").WithSummary("The last turns of an agent's conversation, or those before").WithTags("Agents")
            .WithDescription("turns: how many, 1 to 200, 20 when absent. before: as an answer named it; the last turns when absent.")
            .Produces<AgentConversation>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);
        ExportConversation.Map(routes);
        ListOwnConversations.Map(routes);
        SearchConversations.Map(routes);
    }

    public static Error NoAgent(string id) => new(ErrorKind.Conflict, "agent.no-agent", $"The session {id} is no agent, so it has no conversation. Name one that is: dispatch ls --json shows each one's kind.");

    private static async Task<IResult> HandleAsync(
        string workspace, string id, int? turns, long? before, SessionRegistry sessions, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (session.Driver is not AgentDriver driver)
        {
            return NoAgent(id).ToResult();
        }

        if (turns is < 1 or > ConversationReader.MostTurns || before is < 1)
        {
            return new Error(ErrorKind.Invalid, "agent.bad-stretch", $"turns is 1 to {ConversationReader.MostTurns}, and before a position from 1.").ToResult();
        }

        // The state first: what is committed in between comes again with the events, and says the same twice.
        var present = before is null ? Present(driver.Known()) : null;
        var seq = before is { } position ? Math.Min(position - 1, session.Log.LastSeq) : session.Applied;
        var (pieces, first) = await ConversationReader.LastAsync(session, seq, turns ?? Usual, cancellation);
        var earlier = first is null ? 0 : (pieces.FirstOrDefault(piece => piece.Turn > 0)?.Turn ?? 1) - 1;
        return Results.Ok(new AgentConversation(session.Events.Epoch, seq, first, earlier, present, [.. pieces.Select(piece => piece.Message())]));
    }

    private static AgentPresent Present(AgentState state) => new(
        state.Ready, state.Held, state.Queue, [.. state.Line.Ranges.Select(range => new TurnRange(range.First, range.Last))],
        state.Latest.ToDictionary(pair => pair.Key, pair => Parse(pair.Value), StringComparer.Ordinal));

    private static JsonElement Parse(byte[] payload)
    {
        var reader = new Utf8JsonReader(payload);
        return JsonElement.ParseValue(ref reader);
    }
}
