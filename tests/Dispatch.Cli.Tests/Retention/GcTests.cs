using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Retention;

public sealed class GcTests : IDisposable
{
    private const string Collection = "/api/workspaces/default/log/collection?dryRun=";

    private static readonly DroppedOutput Dropped = new("7k2m4p9xaz", "build\e[31m", 4711, 9 << 20, 3 << 20, "outputDays");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_dropped_of_each_session_is_told_with_the_limit_and_what_is_left()
    {
        await using var server = await FakeServer.StartAsync();
        server.Outcomes[Collection + "false"] = Report(dryRun: false);
        server.Outcomes[Collection + "true"] = Report(dryRun: true);
        const string Line = "7k2m4p9xaz  build\uFFFD[31m: 9 MB of output through position 4711, 3 MB on the disk (limits.outputDays)\n";

        var done = await server.RunAsync("gc");
        Assert.Equal((0, "", $"{Line}3 MB were freed; 5 MB of output are kept.\n"), (done.ExitCode, done.Error, done.Output));
        Assert.Equal($"{Line}3 MB would be freed; 5 MB of output would be kept.\n", (await server.RunAsync("gc", "--dry-run")).Output);
        var json = JsonSerializer.Deserialize((await server.RunAsync("gc", "--json")).Output, Wire.Default.RetentionReport)!;
        Assert.Equal(Dropped, Assert.Single(json.Items));
        Assert.Equal(["POST", "POST", "POST"], server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Where_all_is_within_the_limits_nothing_is_dropped()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);
        try
        {
            var id = (await RunAsync("new", "--", "/bin/sh", "-c", "seq 1 2000")).Output.Trim();
            await RunAsync("wait", id);

            var done = await RunAsync("gc");

            Assert.Equal((0, ""), (done.ExitCode, done.Error));
            Assert.Matches(@"^Nothing is too much or too old; \d+ kB of output are kept\.\n$", done.Output);
            Assert.EndsWith("2000\n", (await RunAsync("output", id)).Output, StringComparison.Ordinal);
        }
        finally
        {
            await RunAsync("stop", "--all", "--yes");
        }
    }

    private static string Report(bool dryRun) =>
        JsonSerializer.Serialize(new RetentionReport("default", dryRun, 5 << 20, 3 << 20, [Dropped]), Wire.Default.RetentionReport);

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
