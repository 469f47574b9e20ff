using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Attach;

public sealed class AttachEndedTests
{
    [Fact]
    public async Task Of_a_session_that_ended_its_screen_is_shown_and_nobody_is_told_how_to_get_away()
    {
        await using var server = await FakeServer.StartAsync();
        server.Sessions[0] = server.Sessions[0] with { State = SessionState.Exited, ExitCode = 3 };
        server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(server.Sessions[0]);
            await attachment.SendAsync(new Live(0));
            await attachment.OutputAsync(1, "all done"u8);
            await attachment.ExitedAsync(2, 3);
            await attachment.UntilClosedAsync();
        });
        var (terminal, _) = await RealTerminal.OpenAsync(server.Folder, "$DISPATCH attach bash; echo code=$?");
        using (terminal)
        {
            var seen = await terminal.WaitForAsync("code=0");
            Assert.Contains("[bash exited 3; its last screen: dispatch screen 7k2m4p9xaz]", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("detaches", seen, StringComparison.Ordinal);
        }
    }
}
