using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Databases;

/// <summary>The logs of the real programs, read by the runner and by its program alone.</summary>
public sealed class VerifyTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_log_is_verified_while_it_is_written_and_after_and_a_cut_one_is_told_and_kept()
    {
        Assert.Equal("There is no log in", (await RunAsync("db", "verify")).Output[..18]);
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        var id = (await RunAsync("new", "--", "/bin/sh", "-c", "seq 1 2000")).Output.Trim();
        await RunAsync("wait", id);
        var log = _folder.Data.WorkspaceLog("default");

        var running = await RunAsync("db", "verify");
        Assert.Equal((0, ""), (running.ExitCode, running.Error));
        Assert.StartsWith($"{log}: whole\n", running.Output, StringComparison.Ordinal);
        Assert.Contains("of 1 session, read by the runner and compared with what it holds\n", running.Output, StringComparison.Ordinal);

        await RunAsync("stop", "--all", "--yes");
        var stopped = await RunAsync("db", "verify");
        Assert.StartsWith($"{log}: whole\n", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("read from the file, since nothing runs", stopped.Output, StringComparison.Ordinal);

        await using (var file = new FileStream(log, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        var length = new FileInfo(log).Length;
        var cut = await RunAsync("db", "verify");
        Assert.Equal(1, cut.ExitCode);
        Assert.Contains("\n  log.damaged\n", cut.Output, StringComparison.Ordinal);
        Assert.Contains("    Next: Nothing was changed.", cut.Output, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(log).Length);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
