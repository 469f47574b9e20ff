using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dispatch.Server.Tests.Metrics;

public sealed partial class MetricsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whoever_isnt_signed_in_is_told_no_figure()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Browser().GetAsync("/metrics");

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task The_servers_figures_and_the_runners_are_one_text_that_parses_and_goes_up()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        runner.Answer = context => context.Response.WriteAsync(
            context.Request.Path == "/runner/metrics" ? "# HELP dispatch_runner_x Of the runner.\n# TYPE dispatch_runner_x gauge\ndispatch_runner_x 7\n" : "an answer");
        await using var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Connected);
        using var program = server.Program();
        var before = await ReadAsync(program);

        using (await program.GetAsync("/api/workspaces/default/sessions"))
        {
        }

        var after = await ReadAsync(program);
        Assert.Equal(before["dispatch_server_forward_seconds_count"] + 1, after["dispatch_server_forward_seconds_count"]);
        Assert.Equal(after["dispatch_server_forward_seconds_count"], after["dispatch_server_forward_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal(1, after["dispatch_server_runner_connected"]);
        Assert.Equal(1, after["dispatch_server_runner_connections_total"]);
        Assert.Equal(7, after["dispatch_runner_x"]);
        Assert.True(after["dispatch_server_memory_bytes"] > 0);
    }

    [Fact]
    public async Task Without_a_runner_the_servers_own_are_told()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Unreachable);
        using var program = server.Program();

        Assert.Equal(0, (await ReadAsync(program))["dispatch_server_runner_connected"]);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(HttpClient program)
    {
        using var response = await program.GetAsync("/metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Line().Match(line);
            Assert.True(match.Success, line);
            if (match.Groups["value"].Success)
            {
                values.Add(match.Groups["name"].Value, double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
            }
        }

        return values;
    }

    [GeneratedRegex("""^(# HELP [a-z_]+ .+|# TYPE [a-z_]+ (counter|gauge|histogram)|(?<name>[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})?) (?<value>-?[0-9.E+-]+))$""")]
    private static partial Regex Line();
}
