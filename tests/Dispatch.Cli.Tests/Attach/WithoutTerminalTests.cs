using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Attach;

public sealed class WithoutTerminalTests
{
    [Fact]
    public async Task Without_a_terminal_it_says_what_to_use_instead()
    {
        await using var server = await FakeServer.StartAsync();
        var result = await server.RunAsync("attach", "bash");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("dispatch output --follow", result.OneError, StringComparison.Ordinal);
    }
}
