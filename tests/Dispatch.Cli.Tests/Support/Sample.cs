using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Support;

internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static SessionInfo Session(string id = "7k2m4p9xaz", string name = "bash") => new()
    {
        Id = id,
        Workspace = "default",
        Kind = "terminal",
        Name = name,
        State = SessionState.Running,
        Command = ["/bin/bash", "-l"],
        Cwd = "/srv/project",
        Cols = 80,
        Rows = 24,
        Pid = 4711,
        Principal = "owner",
        CreatedAt = Now.AddHours(-3),
        StartedAt = Now.AddHours(-3),
        Epoch = 1,
        Seq = 12,
    };
}
