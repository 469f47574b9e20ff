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
            .WithDescription("Without a signal: asks it to end, and kills it after the grace time; what it left in the background is ended after it. Answered once it has ended, or after the grace time.")
            .Produces<SessionInfo>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, EndSession? request, SessionRegistry sessions, Limits limits, Survivors survivors, TimeProvider time,
        ILoggerFactory loggers, CancellationToken cancellation)
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
            var ending = TryEndAsync(session, input, request?.Signal, survivors, grace, time, loggers.CreateLogger(typeof(EndSessionEndpoint).FullName!));
            await ending.WaitAsync(grace + TimeSpan.FromSeconds(1), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Results.Ok(session.Info);
    }

    private static async Task TryEndAsync(
        Session session, ProcessInput input, string? signal, Survivors survivors, TimeSpan grace, TimeProvider time, ILogger logger)
    {
        try
        {
            // Of this process: a restart begins another wait.
            var (ended, leader) = (session.Ended, session.Info.Pid);
            if (await EndAsync(session, input, signal, ended, grace, time) && leader is { } pid)
            {
                // Lost, nobody holds its id any more.
                await (session.Info.State == SessionState.Lost ? survivors.EndAsync(session.Id, pid) : survivors.EndRestAsync(session.Id, pid));
            }
        }
        catch (Exception e)
        {
            LogFailed(logger, e, session.Id);
        }
    }

    /// <summary>False when it goes on, as a program may that takes a signal for something else.</summary>
    private static async Task<bool> EndAsync(Session session, ProcessInput input, string? signal, Task ended, TimeSpan grace, TimeProvider time)
    {
        if (signal is not null)
        {
            input.Signal(signal);
        }
        else
        {
            session.Driver.Stop(input);
        }

        await ended.WaitAsync(grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCompleted && signal is null)
        {
            input.Signal("SIGKILL");
            await ended;
        }

        return ended.IsCompleted;
    }

    [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "Session {Session} could not be ended")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);
}
