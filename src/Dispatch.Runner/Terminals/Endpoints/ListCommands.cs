using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Terminals.Recordings;

namespace Dispatch.Runner.Terminals.Endpoints;

internal static class ListCommands
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(TerminalEndpoints.Item + "/commands", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("listCommands").WithSummary("The commands that a session's shell ran, oldest first")
            .WithDescription("By the shell's own marks (OSC 133): none for a program that makes none.")
            .Produces<CommandList>().Refuses(ErrorKind.NotFound, ErrorKind.Conflict);

    private static async Task<IResult> HandleAsync(string workspace, string id, SessionRegistry sessions, CancellationToken cancellation)
    {
        var (session, error) = TerminalRules.Find(sessions, workspace, id);
        if (session is null)
        {
            return error!.ToResult();
        }

        var history = await CommandHistory.ReadAsync(session, cancellation);
        var items = new List<SessionCommand>(history.Spans.Count);
        foreach (var span in history.Spans)
        {
            var soFar = span.Open
                ? await OutputSize.BetweenAsync(session, span.Started.At.Seq - 1, session.Applied, long.MaxValue, cancellation) - span.Started.At.Offset
                : 0;
            items.Add(span.Describe(Math.Max(0, soFar)));
        }

        return Results.Ok(new CommandList(items));
    }
}
