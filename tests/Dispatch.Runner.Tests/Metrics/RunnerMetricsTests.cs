using System.Globalization;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Metrics;

public class RunnerMetricsTests
{
    [Fact]
    public async Task What_sessions_and_clients_do_shows_in_the_figures()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var before = await ReadAsync(runner);
        Assert.Equal(0, before["dispatch_runner_sessions{state=\"running\"}"]);
        Assert.Equal(1, before["dispatch_runner_keeper_connections_total"]);

        var session = await runner.ShellAsync("echo one line; read -r answer");
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilTextAsync("one line");
            var during = await ReadAsync(runner);
            Assert.Equal(1, during["dispatch_runner_sessions{state=\"running\"}"]);
            Assert.Equal(1, during["dispatch_runner_clients"]);
            Assert.Equal(1, during["dispatch_runner_attach_seconds_count"]);
            Assert.True(during["dispatch_runner_log_commit_seconds_count"] > 0);
            Assert.True(during["dispatch_runner_log_written_bytes_total"] >= "one line".Length);

            await client.TypeAsync("done\n");
            await client.UntilAsync(EventTypes.SessionExited);
        }

        var after = await ReadAsync(runner);
        Assert.Equal(1, after["dispatch_runner_sessions{state=\"exited\"}"]);
        Assert.True(after["dispatch_runner_log_events_total"] >= before["dispatch_runner_log_events_total"] + 4);
    }

    [Fact]
    public async Task They_take_the_capability_to_read_the_runner()
    {
        await using var runner = await RunnerFixture.StartAsync();

        var (status, body) = await runner.SendAsync(HttpMethod.Get, "/runner/metrics", token: runner.Token([Capabilities.SessionList]));

        Assert.Equal(403, status);
        Assert.Contains("capability.missing", body, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, double>> ReadAsync(RunnerFixture runner)
    {
        var (status, text) = await runner.SendAsync(HttpMethod.Get, "/runner/metrics");
        Assert.Equal(200, status);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').ToDictionary(
            line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }
}
