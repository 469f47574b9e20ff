using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Ends whoever is left of a session: its program, when that outlived its keeper, and what was started from it and went on in the background,
/// whatever that thinks of a hang-up (nohup). Nobody can reach them any more, and after a restart they would run beside themselves. What began
/// a session of the kernel's of its own (setsid, a daemon) was taken out of this one on purpose, and stays.
/// </summary>
internal sealed partial class Survivors(Limits limits, ILogger<Survivors> logger)
{
    // What goes on starting others while it is ended is looked for again.
    private const int MostLooks = 5;

    /// <summary>The session's program ended a moment ago, or the keeper holds it: its id means nothing else. Done once nobody is left.</summary>
    public Task EndRestAsync(string session, int leader) => EndAsync(session, leader, _ => true);

    /// <summary>The session's program may have ended long ago. Done once nobody is left.</summary>
    public Task EndAsync(string session, int leader) => EndAsync(session, leader, pid => HasMark(pid, session));

    /// <summary>The ids of all programs that a session had.</summary>
    public static async Task<IReadOnlySet<int>> LeadersAsync(Session session, CancellationToken cancellation)
    {
        var leaders = new Leaders(session);
        await session.Workspace.Readers.OutlineAsync(session.Log.Row, 0, facts: true, leaders, cancellation);
        return leaders.Found;
    }

    private Task EndAsync(string session, int leader, Func<int, bool> belongs) => Task.Run(() =>
    {
        try
        {
            End(session, leader, belongs);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, session);
        }
    });

    private void End(string session, int leader, Func<int, bool> belongs)
    {
        for (var look = 0; look < MostLooks && Find(leader, belongs) is { Count: > 0 } found; look++)
        {
            try
            {
                LogFound(logger, session, string.Join(", ", found.Select(process => process.Pid)));
                if (look == 0)
                {
                    // Together, as a shell hears nothing of one and a daemon takes the other for a wish to read its settings again.
                    Send(found, Signals.Hangup);
                    Send(found, Signals.Terminate);
                    Send(found, Signals.Continue);
                    WaitForExit(found, TimeSpan.FromSeconds(limits.GraceSeconds));
                }

                Send(found, Signals.Kill);
                WaitForExit(found, TimeSpan.FromSeconds(1));
            }
            finally
            {
                found.ForEach(process => process.Handle.Dispose());
            }
        }
    }

    private static List<(int Pid, ProcessHandle Handle)> Find(int leader, Func<int, bool> belongs)
    {
        var found = new List<(int, ProcessHandle)>();
        foreach (var (pid, _, _) in ProcessTable.InSessions(new HashSet<int> { leader }))
        {
            if (ProcessHandle.TryOpen(pid) is { } handle)
            {
                // Again, now that the id can't come to mean another process.
                if (ProcessTable.Find(pid)?.Session == leader && belongs(pid))
                {
                    found.Add((pid, handle));
                }
                else
                {
                    handle.Dispose();
                }
            }
        }

        return found;
    }

    private static bool HasMark(int pid, string session)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"{ShellEnvironment.SessionVariable}={session}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now, or is somebody else's.
            return false;
        }
    }

    private static void Send(List<(int Pid, ProcessHandle Handle)> processes, int signal)
    {
        foreach (var (_, handle) in processes)
        {
            try
            {
                handle.Send(signal);
            }
            catch (ErrnoException)
            {
                // Another account's (sudo): it may not be ended from here.
            }
        }
    }

    private static void WaitForExit(List<(int Pid, ProcessHandle Handle)> processes, TimeSpan atMost)
    {
        var until = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        foreach (var (_, handle) in processes)
        {
            handle.WaitForExit(TimeSpan.FromMilliseconds(Math.Max(0, until - Environment.TickCount64)));
        }
    }

    [LoggerMessage(EventId = 163, Level = LogLevel.Warning, Message = "Of session {Session} there are still the processes {Pids}: they are ended")]
    private static partial void LogFound(ILogger logger, string session, string pids);

    [LoggerMessage(EventId = 164, Level = LogLevel.Error, Message = "Who is left of session {Session} could not be ended")]
    private static partial void LogFailed(ILogger logger, Exception exception, string session);

    private sealed class Leaders(Session session) : IEventSink
    {
        public HashSet<int> Found { get; } = [];

        public bool Take(in StoredEvent stored, ReadOnlySpan<byte> payload)
        {
            if (session.Events.Names.Knows(stored.Type) && session.Events.Names.Name(stored.Type) == EventTypes.SessionStarted)
            {
                try
                {
                    Found.Add(Fact.Read(payload, Wire.Default.SessionStarted).Pid);
                }
                catch (JsonException)
                {
                    // One that can't be read is told of where the log is loaded.
                }
            }

            return true;
        }
    }
}
