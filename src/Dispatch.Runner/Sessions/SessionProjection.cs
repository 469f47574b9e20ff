using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Sessions;

/// <summary>What a list shows of a session, folded from its facts: pure, and the same at start as in flight.</summary>
internal static class SessionProjection
{
    /// <summary>A session before its first fact.</summary>
    public static SessionInfo Empty(string id, string workspace) => new()
    {
        Id = id,
        Workspace = workspace,
        Kind = "",
        Name = "",
        State = SessionState.Starting,
        Command = [],
        Cwd = "",
        Cols = 80,
        Rows = 24,
        Principal = "",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Epoch = 1,
        Seq = 0,
    };

    public static SessionInfo Apply(SessionInfo info, string type, string principal, DateTimeOffset time, ReadOnlySpan<byte> payload) => type switch
    {
        EventTypes.SessionCreated => Created(info, principal, time, Fact.Read(payload, Wire.Default.SessionCreated)),
        EventTypes.SessionStarted => Started(info, time, Fact.Read(payload, Wire.Default.SessionStarted)),
        EventTypes.SessionFailed => Ended(info, SessionState.Failed, time) with { Reason = Fact.Read(payload, Wire.Default.SessionFailed).Reason },
        EventTypes.SessionExited => Exited(info, time, Fact.Read(payload, Wire.Default.SessionExited)),
        EventTypes.SessionLost => Ended(info, SessionState.Lost, time) with { Reason = Fact.Read(payload, Wire.Default.SessionLost).Reason },
        EventTypes.SessionRenamed => info with { Name = Fact.Read(payload, Wire.Default.SessionRenamed).Name },
        EventTypes.SessionRestarted => info with
        {
            State = SessionState.Starting,
            ExitCode = null,
            Signal = null,
            Reason = null,
            Pid = null,
            StartedAt = null,
            EndedAt = null,
            Restarts = info.Restarts + 1,
            RunningCommand = null,
            Waiting = null,
        },
        EventTypes.TerminalResized => Resized(info, Fact.Read(payload, Wire.Default.TerminalResized)),
        EventTypes.CommandStarted => CommandBegan(info, time, Fact.Read(payload, Wire.Default.CommandStarted)),
        EventTypes.CommandEnded => CommandOver(info, time, Fact.Read(payload, Wire.Default.CommandEnded)),
        EventTypes.TitleChanged => info with { Title = Fact.Read(payload, Wire.Default.TitleChanged).Title is { Length: > 0 } title ? title : null },
        EventTypes.FolderChanged => info with { Folder = Fact.Read(payload, Wire.Default.FolderChanged).Cwd },
        AgentEvents.Asked => Asked(info, time, Fact.Read(payload, Wire.Default.AgentAsked)),
        AgentEvents.Answered => Answered(info, Fact.Read(payload, Wire.Default.AgentAnswered)),
        AgentEvents.TurnEnded or AgentEvents.TurnFailed => info with { Waiting = null },
        _ => info,
    };

    /// <summary>One of which nobody can tell how it was made, with what stands for that.</summary>
    public static SessionInfo WithoutBeginning(SessionInfo info, SessionCreated standIn) => info with
    {
        Kind = standIn.Kind,
        Name = info.Name.Length > 0 ? info.Name : standIn.Name,
        Command = standIn.Command,
        Cwd = standIn.Cwd,
        CreatedAt = info.StartedAt ?? info.CreatedAt,
    };

    private static SessionInfo Created(SessionInfo info, string principal, DateTimeOffset time, SessionCreated created) => info with
    {
        Kind = created.Kind,
        Name = created.Name,
        Command = created.Command,
        Cwd = created.Cwd,
        Cols = created.Cols,
        Rows = created.Rows,
        Principal = principal,
        CreatedAt = time,
        Imported = created.Imported,
        Agent = created.Agent,
        Sandbox = created.Sandbox is SandboxMode.None ? null : created.Sandbox,
        OpenedBy = created.OpenedBy,
    };

    private static SessionInfo Started(SessionInfo info, DateTimeOffset time, SessionStarted started) =>
        info with { State = SessionState.Running, Pid = started.Pid, StartedAt = time, Metered = started.Metered };

    private static SessionInfo Exited(SessionInfo info, DateTimeOffset time, SessionExited exited) =>
        Ended(info, SessionState.Exited, time) with { ExitCode = exited.ExitCode, Signal = exited.Signal };

    private static SessionInfo Ended(SessionInfo info, SessionState state, DateTimeOffset time) =>
        info with { State = state, Pid = null, EndedAt = time, RunningCommand = null, Waiting = null };

    private static SessionInfo CommandBegan(SessionInfo info, DateTimeOffset time, CommandStarted began) =>
        info with { RunningCommand = new RunningCommand(began.Number, began.Command, time) };

    private static SessionInfo CommandOver(SessionInfo info, DateTimeOffset time, CommandEnded ended)
    {
        var running = info.RunningCommand?.Number == ended.Number ? info.RunningCommand : null;
        return info with
        {
            RunningCommand = running is null ? info.RunningCommand : null,
            LastCommand = new LastCommand(ended.Number, running?.Command, ended.ExitCode, ended.DurationMs, time),
        };
    }

    // What is decided already keeps nobody waiting.
    private static SessionInfo Asked(SessionInfo info, DateTimeOffset time, AgentAsked asked) => asked.Verdict is { Decision: not AgentDecision.Ask } ? info : info with
    {
        Waiting = new Waiting(
            [.. (info.Waiting?.Asks ?? []).Where(other => other != asked.Ask), asked.Ask], asked.Call.TryGetProperty("title", out var title) ? title.ToString() : null,
            info.Waiting?.Since ?? time),
    };

    private static SessionInfo Answered(SessionInfo info, AgentAnswered answered)
    {
        string[] left = [.. (info.Waiting?.Asks ?? []).Where(other => other != answered.Ask)];

        // The text is of the last that was asked: of another one that is left nothing is known here.
        return info with { Waiting = left.Length == 0 ? null : info.Waiting! with { Asks = left, Text = left[^1] == info.Waiting.Asks[^1] ? info.Waiting.Text : null } };
    }

    private static SessionInfo Resized(SessionInfo info, TerminalResized size) => info with { Cols = size.Cols, Rows = size.Rows };
}
