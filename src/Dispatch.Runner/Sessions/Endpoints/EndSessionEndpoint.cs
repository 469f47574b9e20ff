using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static partial class EndSessionEndpoint
{
    private static readonly string[] Allowed = ["SIGHUP", "SIGTERM", "SIGINT", "SIGKILL"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Item + "/end", HandleAsync)
            .RequireCapability(Capabilities.SessionManage)
            .WithName("endSession").WithSummary("End a session's process")
            .WithDescription("Without a signal: asks it to end, and kills it after the grace time. Answered once it has ended, or after the grace time.")
            .Produces<SessionInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, EndSession? request, SessionRegistry sessions, Limits limits, TimeProvider time, ILoggerFactory loggers,
        CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        if (request?.Signal is { } unknown && !Allowed.Contains(unknown))
        {
            return SessionRules.UnknownSignal(unknown).ToResult();
        }

        var grace = TimeSpan.FromSeconds(limits.GraceSeconds);
        if (session is { Alive: true, Input: { } input })
        {
            // Not with the caller's token: what was begun is ended even if nobody waits for it.
            var ending = TryEndAsync(session, input, request?.Signal, grace, time, loggers.CreateLogger(typeof(EndSessionEndpoint).FullName!));
            await ending.WaitAsync(grace + TimeSpan.FromSeconds(1), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Results.Ok(session.Info);
    }

    private static async Task TryEndAsync(Session session, ProcessInput input, string? signal, TimeSpan grace, TimeProvider time, ILogger logger)
    {
        try
        {
            await EndAsync(session, input, signal, grace, time);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, session.Id);
        }
    }

    private static async Task EndAsync(Session session, ProcessInput input, string? signal, TimeSpan grace, TimeProvider time)
    {
        // Of this process: a restart begins another wait.
        var ended = session.Ended;
        if (signal is not null)
        {
            input.Signal(signal);
            await ended;
            return;
        }

        session.Driver.Stop(input);
        await ended.WaitAsync(grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted)
        {
            input.Signal("SIGKILL");
        }

        await ended;
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Session {Session} could not be ended")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);
}
