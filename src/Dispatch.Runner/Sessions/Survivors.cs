using Dispatch.Runner.Native;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Ends a session's program that outlived its keeper. Its terminal went with the keeper, so nobody can reach it any more, and after a restart
/// it would run beside itself. What it started and let go on by itself stays, as at every end of a session.
/// </summary>
internal sealed partial class Survivors(Limits limits, ILogger<Survivors> logger)
{
    /// <summary>Done once the program has ended; at once when it isn't there.</summary>
    public Task EndAsync(string session, int pid)
    {
        if (Find(session, pid) is not { } process)
        {
            return Task.CompletedTask;
        }

        LogFound(logger, session, pid);
        return Task.Run(() => End(process));
    }

    /// <summary>The process of this id, if it is the session's: an id comes to mean another process one day.</summary>
    private static ProcessHandle? Find(string session, int pid)
    {
        var process = ProcessHandle.TryOpen(pid);
        try
        {
            var mark = $"{ShellEnvironment.SessionVariable}={session}";
            if (process is not null && File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains(mark))
            {
                return process;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, or is somebody else's.
        }

        process?.Dispose();
        return null;
    }

    private void End(ProcessHandle process)
    {
        using (process)
        {
            process.Send(Signals.Hangup);
            process.Send(Signals.Continue);
            if (!process.WaitForExit(TimeSpan.FromSeconds(limits.GraceSeconds)))
            {
                process.Send(Signals.Kill);
            }
        }
    }

    [LoggerMessage(EventId = 163, Level = LogLevel.Warning, Message = "Process {Pid} of session {Session} outlived its keeper: it is ended")]
    private static partial void LogFound(ILogger logger, string session, int pid);
}
