using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Connection;

public sealed class ServerConnectionTests
{
    [Fact]
    public async Task The_key_goes_to_where_the_server_listens_whatever_its_name_resolves_to()
    {
        await using var server = await FakeServer.StartAsync("http://dev.example.invalid:1");
        var result = await server.RunAsync("ls");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains("7k2m4p9xaz", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_cannot_be_sent_is_one_line()
    {
        await using var server = await FakeServer.StartAsync();
        var result = await DispatchProgram.ShellAsync(server.Folder, "DISPATCH_KEY='two\nlines'; export DISPATCH_KEY; exec $DISPATCH ls");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("$DISPATCH_KEY", result.OneError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_lost_says_how_to_make_another()
    {
        await using var server = await FakeServer.StartAsync();
        File.Delete(Path.Combine(server.Folder, "key"));
        var result = await server.RunAsync("ls");
        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("dispatch key rotate", result.OneError, StringComparison.Ordinal);
    }
}
