using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class CommandSession
{
    // A kind in a process of its own may never answer.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Item + "/command", HandleAsync)
            .RequireCapability(Capabilities.SessionWrite)
            .WithName("commandSession").WithSummary("Give a session a command of its kind, as over its attach socket")
            .WithDescription("An agent takes those that docs/protocol.md lists. The answer says whether it was applied, and why not. Sent again with the same id it is answered again and not applied again.")
            .Accepts<Command>("application/json").Produces<CommandResult>()
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, Command command, HttpContext http, SessionRegistry sessions, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (string.IsNullOrEmpty(command.Id) || string.IsNullOrEmpty(command.Name))
        {
            return new Error(ErrorKind.Invalid, "command.incomplete", "A command has an id, made by who sends it, and a name.").ToResult();
        }

        if (session.Input is not { } input)
        {
            return SessionRules.NotRunning(session.Info).ToResult();
        }

        var answered = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var principal = http.Caller().Principal;

        // By whom it is, too: an id is the sender's own.
        if (session.Commands.Begin($"{principal} {command.Id}", result => answered.TrySetResult(result)) is { } first)
        {
            SessionCommands.Run(session, command, principal, input, first);
        }

        try
        {
            return Results.Ok(await answered.Task.WaitAsync(Longest, cancellation));
        }
        catch (TimeoutException)
        {
            return new Error(ErrorKind.Unavailable, "command.unanswered", $"The session didn't say within {Longest.TotalSeconds} s whether it ran the command. Look before you send it again.").ToResult();
        }
    }
}
