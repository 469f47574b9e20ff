using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Tests.Launch;

public sealed class StatusTests
{
    private static readonly RunnerStatus Runner = new("e", "0.2.0", 2, Sample.Now, new KeeperStatus("0.2.0", 3), 1, 1, 0, []);

    [Fact]
    public async Task What_troubles_the_runner_is_told_line_by_line()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = Of(Runner with
        {
            Troubles = [new ProblemPart("log", "log.unwritable", "The log takes no more.\e[31m"), new ProblemPart("disk", "disk.low", "Little room.", Warning: true)],
        });

        var told = await server.RunAsync("status");
        Assert.Equal((1, ""), (told.ExitCode, told.Error));
        var lines = told.Output.Split('\n');
        Assert.Contains("  warning   Little room. (disk.low)", lines);
        Assert.Contains(lines, line => line.StartsWith("  problem   The log takes no more.", StringComparison.Ordinal) && !line.Contains('\e', StringComparison.Ordinal));

        using var json = JsonDocument.Parse((await server.RunAsync("status", "--json")).Output);
        Assert.Equal(["log.unwritable", "disk.low"], json.RootElement.GetProperty("troubles").EnumerateArray().Select(part => part.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task What_is_only_warned_of_is_no_failure()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = Of(Runner with { Troubles = [new ProblemPart("disk", "disk.low", "Little room.", Warning: true)] });

        Assert.Equal(0, (await server.RunAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Where_all_is_well_nothing_is_told_of_trouble()
    {
        await using var server = await FakeServer.StartAsync();
        server.Status = Of(Runner);
        var told = await server.RunAsync("status");
        Assert.DoesNotContain("warning", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("problem", told.Output, StringComparison.Ordinal);
    }

    private static ServerStatus Of(RunnerStatus runner) => new("http://x", "0.2.0", 1, Sample.Now, "sqlite", new RunnerLink("connected", null), runner);
}
