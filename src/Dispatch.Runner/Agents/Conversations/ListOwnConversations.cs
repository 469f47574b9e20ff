using System.Globalization;
using System.Text.Json;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>The conversations that an agent had by itself, or elsewhere. Whoever may write to it may see them: they are of the account, not of the session.</summary>
internal static class ListOwnConversations
{
    private const int Most = 100;
    private const int LongestName = 1000, LongestTitle = 200, LongestPath = 4096, LongestCursor = 4000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(SessionEndpoints.Item + "/conversation/own", HandleAsync)
            .RequireCapability(Capabilities.SessionWrite)
            .WithName("listOwnConversations").WithSummary("Conversations that an agent had in the session's folder, which it can go on with").WithTags("Agents")
            .WithDescription("The agent is asked. cursor: as an answer named it. The command take-up makes the session go on with one.")
            .Produces<OwnConversations>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static async Task<IResult> HandleAsync(string workspace, string id, string? cursor, SessionRegistry sessions, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (session.Driver is not AgentDriver driver)
        {
            return ReadConversation.NoAgent(id).ToResult();
        }

        if (cursor is { Length: 0 or > LongestCursor })
        {
            return new Error(ErrorKind.Invalid, "agent.bad-stretch", "cursor is what an answer named as next. Leave it out for the beginning.").ToResult();
        }

        var present = driver.Known().AgentSession;
        var (answer, refusal) = await driver.ListAsync(cursor, cancellation);
        return refusal is not null ? new Error(ErrorKind.Conflict, refusal.Code, refusal.Message).ToResult()
            : answer is not { } message ? new Error(ErrorKind.Unavailable, "agent.no-answer", "The agent didn't say which conversations it has. Try again; restart it when that doesn't help.").ToResult()
            : message.Error is { } error ? Refused(error.Message)
            : JsonRpc.Of(message.Result, "sessions") is { ValueKind: JsonValueKind.Array } listed ? Results.Ok(Read(listed, Text(message.Result!.Value, "nextCursor", LongestCursor), present))
            : Refused("its answer is no list of conversations");
    }

    private static IResult Refused(string why) =>
        new Error(ErrorKind.Conflict, "agent.refused", $"The agent doesn't tell which conversations it has: {Fitting.Line(why, 500)}").ToResult();

    /// <param name="present">The one that the session has: nobody looks for that.</param>
    private static OwnConversations Read(JsonElement listed, string? next, string? present)
    {
        var items = new List<OwnConversation>();
        foreach (var one in listed.EnumerateArray())
        {
            if (items.Count == Most)
            {
                break;
            }

            if (Text(one, "sessionId", LongestName) is { Length: > 0 } own && own != present && items.TrueForAll(other => other.Session != own))
            {
                items.Add(new OwnConversation(own, Line(one, "title", LongestTitle), Line(one, "cwd", LongestPath), Time(one)));
            }
        }

        return new OwnConversations(items, next, items.Count < Most ? 0 : listed.GetArrayLength() - Most);
    }

    private static string? Line(JsonElement one, string name, int longest) =>
        Text(one, name, int.MaxValue) is { } text && Fitting.Line(text, longest) is { Length: > 0 } line ? line : null;

    private static DateTimeOffset? Time(JsonElement one) =>
        DateTimeOffset.TryParse(Text(one, "updatedAt", 100), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    // What is longer couldn't be given back to it as it was. Half of a character is no text.
    private static string? Text(JsonElement one, string name, int longest)
    {
        try
        {
            return JsonRpc.Text(one, name) is { } text && text.Length <= longest ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
