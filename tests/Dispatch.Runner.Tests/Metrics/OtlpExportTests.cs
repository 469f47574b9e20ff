using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Tests;

namespace Dispatch.Runner.Tests.Metrics;

/// <summary>The runner's own program, told by variables where its figures go.</summary>
public class OtlpExportTests
{
    private const string Secret = "authorization=hush";

    [Fact]
    public async Task What_the_runner_measures_reaches_the_collector_as_the_variables_say()
    {
        await using var collector = await Collector.StartAsync();
        await using var runner = await StartAsync(collector.Url, ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=cellar"));
        // Durations of before anybody listens aren't told.
        await collector.UntilAsync(_ => true);
        var session = await runner.ShellAsync("echo one line");
        await runner.EndedAsync(session.Id);

        var told = await collector.UntilAsync(told =>
            told.Metrics.TryGetValue("dispatch.runner.sessions", out var sessions) && sessions.Values["exited"] == 1
            && told.Metrics.TryGetValue("dispatch.runner.log.commit", out var commits) && commits.Value >= 1);

        Assert.Equal(("dispatch-runner", "cellar", "hush"), (told.Service, told.Resource["deployment.environment.name"], told.Headers["Authorization"]));
        Assert.True(told.Metrics["dispatch.runner.log.written"] is { Meter: "Dispatch.Runner.Log", Unit: "By", Value: > 0 });
        Assert.True(told.Metrics["dispatch.runner.log.commit"] is { Unit: "s", Bounds: 17 });
    }

    [Fact]
    public async Task No_session_and_no_keeper_inherits_where_they_go_or_what_opens_it()
    {
        await using var collector = await Collector.StartAsync();
        await using var runner = await StartAsync(collector.Url);
        var file = Path.Combine(runner.Data.Root, "environment");
        var asked = await runner.CreateAsync(new CreateSession
        {
            Command = ["/bin/sh", "-c", $"env > {file}"],
            Env = new Dictionary<string, string> { ["OTEL_OWN"] = "given" },
        });
        await runner.EndedAsync(asked.Id);
        var keeper = LockFile.Holder(runner.Data.KeeperLock);

        Assert.Equal(["OTEL_OWN=given"], (await File.ReadAllLinesAsync(file)).Where(line => line.Contains("OTEL_", StringComparison.Ordinal)));
        Assert.DoesNotContain("OTEL_", await File.ReadAllTextAsync($"/proc/{keeper}/environ"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_collector_none_of_what_it_takes_is_even_loaded()
    {
        await using var runner = await RunnerFixture.StartAsync();

        Assert.DoesNotContain("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{runner.Pid}/maps"), StringComparison.Ordinal);
    }

    private static Task<RunnerFixture> StartAsync(string url, params (string Name, string Value)[] more) => RunnerFixture.StartAsync(variables:
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_HEADERS", Secret), ("OTEL_METRIC_EXPORT_INTERVAL", "100"), .. more,
    ]);
}
