using System.Diagnostics;
using Dispatch.Metrics.Otlp;
using Dispatch.Server.Tests.Support;
using Dispatch.Tests;

namespace Dispatch.Server.Tests.Metrics;

/// <summary>What the server sends by itself, to a collector that is there, away, slow or unwilling.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private const string Never = "600000";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_server_measures_reaches_the_collector_with_the_header_that_opens_it()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await StartAsync(collector.Url, ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20hush"));
        using (await server.Program().GetAsync("/api/workspaces/default/sessions"))
        {
        }

        var told = await collector.UntilAsync(told => told.Metrics.GetValueOrDefault("dispatch.server.forward.unanswered")?.Value > 0);

        Assert.Equal(("POST /v1/metrics", "application/x-protobuf", "Bearer hush"), (told.Path, told.Headers["Content-Type"], told.Headers["Authorization"]));
        Assert.Equal("dispatch-server", told.Service);
        Assert.NotEmpty(told.Resource["service.version"]);
        Assert.True(Guid.TryParse(told.Resource["service.instance.id"], out _));
        Assert.Equal(("Dispatch.Server.Forwarding", 1), (told.Metrics["dispatch.server.forward.unanswered"].Meter, told.Metrics["dispatch.server.forward.unanswered"].Value));
        Assert.Equal(0, told.Metrics["dispatch.server.runner.connected"].Value);
        Assert.True(told.Metrics["dispatch.server.memory"] is { Unit: "By", Value: > 0 });
        Assert.DoesNotContain("hush", Logged.Text(_folder.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_speaks_grpc_is_told_the_same()
    {
        await using var collector = await Collector.StartAsync(grpc: true);
        await using var server = await StartAsync(collector.Url, ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"), ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hush"));
        using (await server.Program().GetAsync("/api/workspaces/default/sessions"))
        {
        }

        var told = await collector.UntilAsync(told => told.Metrics["dispatch.server.forward.unanswered"].Value > 0);

        Assert.Equal(("POST /opentelemetry.proto.collector.metrics.v1.MetricsService/Export", "hush"), (told.Path, told.Headers["Authorization"]));
    }

    [Fact]
    public async Task Durations_are_told_apart_as_finely_as_for_Prometheus()
    {
        await using var collector = await Collector.StartAsync();
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await StartAsync(collector.Url);
        await server.WaitForLinkAsync(Dispatch.Server.Environments.RunnerState.Connected);
        // Durations of before anybody listens aren't told.
        await collector.UntilAsync(_ => true);
        using (await server.Program().GetAsync("/api/workspaces/default/sessions"))
        {
        }

        var told = await collector.UntilAsync(told => told.Metrics.ContainsKey("dispatch.server.forward"));

        Assert.True(told.Metrics["dispatch.server.forward"] is { Unit: "s", Value: 1, Bounds: 17 });
    }

    [Fact]
    public async Task A_collector_that_is_away_is_told_of_once_and_gets_all_of_it_when_it_comes()
    {
        int port;
        await using (var first = await Collector.StartAsync())
        {
            port = new Uri(first.Url).Port;
        }

        await using var server = await StartAsync($"http://127.0.0.1:{port}");
        using (await server.Program().GetAsync("/api/workspaces/default/sessions"))
        {
        }

        var away = await LogLineAsync("Metrics don't reach");
        Assert.Contains($"http://127.0.0.1:{port}/v1/metrics: Connection refused", away, StringComparison.Ordinal);
        await using var collector = await Collector.StartAsync(port);
        // What is sent first may have been gathered before.
        var told = await collector.UntilAsync(told => told.Metrics["dispatch.server.forward.unanswered"].Value > 0);

        Assert.Equal(1, told.Metrics["dispatch.server.forward.unanswered"].Value);
        await LogLineAsync("Metrics reach");
        Assert.Single(Logged.Lines(_folder.Data.LogFiles("server")), line => line.Message.StartsWith("Metrics don't reach", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_refuses_is_told_of_by_what_it_answers()
    {
        await using var collector = await Collector.StartAsync();
        collector.Answer = http => Task.FromResult(http.Response.StatusCode = 401);
        await using var server = await StartAsync(collector.Url, ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=hush"));

        Assert.Contains("401", await LogLineAsync("Metrics don't reach"), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", Logged.Text(_folder.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_collector_that_never_answers_holds_up_neither_the_server_nor_its_end()
    {
        await using var collector = await Collector.StartAsync();
        collector.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        await using var server = await StartAsync(collector.Url, ("OTEL_EXPORTER_OTLP_TIMEOUT", Never));
        await collector.UntilAsync(_ => true);
        using var answer = await server.Program().GetAsync("/healthz");
        Assert.True(answer.IsSuccessStatusCode);

        var since = Stopwatch.GetTimestamp();
        await server.StopAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task At_the_end_what_was_measured_since_the_last_time_is_told()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = await StartAsync(collector.Url, ("OTEL_METRIC_EXPORT_INTERVAL", Never));
        using (await server.Program().GetAsync("/api/workspaces/default/sessions"))
        {
        }

        await server.StopAsync();

        Assert.Equal(1, (await collector.UntilAsync(_ => true)).Metrics["dispatch.server.forward.unanswered"].Value);
    }

    [Fact]
    public async Task An_address_that_can_not_be_is_named_and_the_server_works_without()
    {
        await using var server = await StartAsync("collector:4318");
        using var answer = await server.Program().GetAsync("/metrics");

        Assert.True(answer.IsSuccessStatusCode);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is no address; give one with http:// or https://", await LogLineAsync("No metrics are exported"), StringComparison.Ordinal);
    }

    private Task<RunningServer> StartAsync(string endpoint, params (string Name, string Value)[] more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_METRIC_EXPORT_INTERVAL"] = "100" };
        foreach (var (name, value) in more)
        {
            variables[name] = value;
        }

        return RunningServer.StartAsync(_folder, options => options with { Otlp = OtlpSettings.Read(variables.GetValueOrDefault) }, logs: true);
    }

    private async Task<string> LogLineAsync(string beginning) =>
        (await Logged.WaitForAsync(_folder.Data.LogFiles("server"), line => line.Message.StartsWith(beginning, StringComparison.Ordinal))).Message;
}
