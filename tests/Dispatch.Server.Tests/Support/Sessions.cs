using Dispatch.Protocol.Sessions;

namespace Dispatch.Server.Tests.Support;

internal static class Sessions
{
    public static SessionInfo Make(string id, string name, string workspace = "default", SessionState state = SessionState.Running) => new()
    {
        Id = id ?? "none",
        Workspace = workspace,
        Kind = "terminal",
        Name = name,
        State = state,
        Command = ["bash"],
        Cwd = "/root",
        Cols = 80,
        Rows = 24,
        Principal = "p_1",
        CreatedAt = DateTimeOffset.UnixEpoch,
        Epoch = 1,
        Seq = 1,
    };
}
