using System.Text.Json;
using Dispatch.Protocol;
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
        EventTypes.SessionCreated => Created(info, principal, time, Read(payload, Wire.Default.SessionCreated)),
        EventTypes.SessionStarted => info with
        {
            State = SessionState.Running,
            Pid = Read(payload, Wire.Default.SessionStarted).Pid,
            StartedAt = time,
        },
        EventTypes.SessionFailed => Ended(info, SessionState.Failed, time) with { Reason = Read(payload, Wire.Default.SessionFailed).Reason },
        EventTypes.SessionExited => Exited(info, time, Read(payload, Wire.Default.SessionExited)),
        EventTypes.SessionLost => Ended(info, SessionState.Lost, time) with { Reason = Read(payload, Wire.Default.SessionLost).Reason },
        EventTypes.SessionRenamed => info with { Name = Read(payload, Wire.Default.SessionRenamed).Name },
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
        },
        EventTypes.TerminalResized => Resized(info, Read(payload, Wire.Default.TerminalResized)),
        _ => info,
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
    };

    private static SessionInfo Exited(SessionInfo info, DateTimeOffset time, SessionExited exited) =>
        Ended(info, SessionState.Exited, time) with { ExitCode = exited.ExitCode, Signal = exited.Signal };

    private static SessionInfo Ended(SessionInfo info, SessionState state, DateTimeOffset time) =>
        info with { State = state, Pid = null, EndedAt = time };

    private static SessionInfo Resized(SessionInfo info, TerminalResized size) => info with { Cols = size.Cols, Rows = size.Rows };

    private static T Read<T>(ReadOnlySpan<byte> payload, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(payload, type)!;
}
