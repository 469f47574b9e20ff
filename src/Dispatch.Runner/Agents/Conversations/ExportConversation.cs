using System.Globalization;
using System.Text;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Agents.Conversations;

/// <summary>All of a conversation, to be kept somewhere else.</summary>
internal static class ExportConversation
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(SessionEndpoints.Item + "/conversation/export", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("exportConversation").WithSummary("All of an agent's conversation, as Markdown or JSON").WithTags("Agents")
            .WithDescription("format: markdown, or json: an ExportedConversation. markdown when absent.")
            .Produces(StatusCodes.Status200OK, contentType: "text/markdown").Produces<ExportedConversation>()
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(string workspace, string id, string? format, SessionRegistry sessions, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (session.Driver is not AgentDriver driver)
        {
            return ReadConversation.NoAgent(id).ToResult();
        }

        if (format is not (null or "markdown" or "json"))
        {
            return new Error(ErrorKind.Invalid, "agent.unknown-format", $"A conversation is exported as markdown or json, not as '{format}'.").ToResult();
        }

        var line = driver.Known().Line;
        var pieces = await ConversationReader.AllAsync(session, session.Log.LastSeq, cancellation);
        return format == "json"
            ? Results.Json(
                new ExportedConversation(1, session.Info, [.. line.Ranges.Select(range => new TurnRange(range.First, range.Last))], [.. pieces.Select(piece => piece.Message())]),
                Wire.Default.ExportedConversation)
            : Results.Text(Markdown(session, line, pieces), "text/markdown", Encoding.UTF8);
    }

    private static string Markdown(Session session, TurnLine line, IReadOnlyList<Piece> pieces)
    {
        var info = session.Info;
        var began = info.CreatedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var text = new StringBuilder($"# {info.Name}\n\n{string.Join(' ', info.Command)}, in {info.Cwd}, begun {began} UTC.\n\n");
        foreach (var turn in pieces.Where(piece => piece.Turn > 0).GroupBy(piece => piece.Turn).OrderBy(turn => turn.Key))
        {
            text.Append(line.Contains(turn.Key) ? "" : "_The conversation was rolled back from what follows._\n\n").Append(Transcript.Turn(turn.Key, turn, thoughts: true));
        }

        return text.ToString();
    }
}
