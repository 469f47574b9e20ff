using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Sessions;

public sealed class WaitTests
{
    [Fact]
    public async Task Waiting_ends_with_the_sessions_code()
    {
        await using var server = await FakeServer.StartAsync();
        server.Attachments.Enqueue(async attachment =>
        {
            Assert.True(attachment.Request.Tail);
            await attachment.AttachedAsync();
            await attachment.SendAsync(new Live(0));
            await attachment.ExitedAsync(1, 7);
            await attachment.UntilClosedAsync();
        });
        Assert.Equal(7, (await server.RunAsync("wait", "bash")).ExitCode);
        server.Sessions[0] = server.Sessions[0] with { State = SessionState.Exited, Signal = "SIGKILL" };
        Assert.Equal(137, (await server.RunAsync("wait", "bash")).ExitCode);
    }
}
