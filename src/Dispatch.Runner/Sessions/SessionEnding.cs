using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>Ends a session's process, and what it left in the background.</summary>
internal sealed partial class SessionEnding(Limits limits, Survivors survivors, TimeProvider time, ILogger<SessionEnding> logger)
{
    private TimeSpan Grace => TimeSpan.FromSeconds(limits.GraceSeconds);

    /// <summary>Until it has ended, or for the grace time. What was begun goes on also when nobody waits for it any more.</summary>
    /// <param name="signal">Null to ask it to end, and kill it after the grace time.</param>
    public async Task EndAsync(Session session, string? signal, CancellationToken cancellation)
    {
        if (session is { Alive: true, Input: { } input })
        {
            await TryEndAsync(session, input, signal).WaitAsync(Grace + TimeSpan.FromSeconds(1), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TryEndAsync(Session session, ProcessInput input, string? signal)
    {
        try
        {
            // Of this process: a restart begins another wait.
            var (ended, leader) = (session.Ended, session.Info.Pid);
            if (await EndAsync(session, input, signal, ended) && leader is { } pid)
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
    private async Task<bool> EndAsync(Session session, ProcessInput input, string? signal, Task ended)
    {
        if (signal is not null)
        {
            input.Signal(signal);
        }
        else
        {
            session.Driver.Stop(input);
        }

        await ended.WaitAsync(Grace, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
