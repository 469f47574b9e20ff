using Dispatch.Protocol.Sessions;

namespace Dispatch.Protocol.Tests.Sessions;

public class SessionRequestTests
{
    [Fact]
    public void Creating_a_session()
    {
        Snapshot.Is("{}", new CreateSession(), Wire.Default.CreateSession);
        Snapshot.Is(
            """{"requestId":"r1","kind":"terminal","name":"work","cwd":"~/src","command":["/bin/sh"],"cols":80,"rows":24,"env":{"A":"b"},"shellIntegration":false}""",
            new CreateSession
            {
                RequestId = "r1",
                Kind = "terminal",
                Name = "work",
                Cwd = "~/src",
                Command = ["/bin/sh"],
                Cols = 80,
                Rows = 24,
                Env = new Dictionary<string, string> { ["A"] = "b" },
                ShellIntegration = false,
            },
            Wire.Default.CreateSession);
    }

    [Fact]
    public void Renaming_a_session() => Snapshot.Is("""{"name":"other"}""", new RenameSession("other"), Wire.Default.RenameSession);

    [Fact]
    public void Ending_a_session()
    {
        Snapshot.Is("""{"signal":"SIGTERM"}""", new EndSession("SIGTERM"), Wire.Default.EndSession);
        Snapshot.Is("{}", new EndSession(null), Wire.Default.EndSession);
    }
}
