using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Tests;

namespace Dispatch.Cli.Tests.Launch;

/// <summary>OpenTelemetry's variables, from the terminal that starts Dispatch to each of its programs, and no further.</summary>
public sealed class MetricsTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Started_with_a_collector_server_and_runner_tell_it_and_no_shell_knows_of_it()
    {
        await using var collector = await Collector.StartAsync();
        var started = await DispatchProgram.ShellAsync(
            _folder.Path,
            "export OTEL_EXPORTER_OTLP_ENDPOINT=$1 OTEL_EXPORTER_OTLP_HEADERS=authorization=hush OTEL_METRIC_EXPORT_INTERVAL=100; exec $DISPATCH start --port 0", collector.Url);
        Assert.Equal((0, ""), (started.ExitCode, started.Error));

        var server = await collector.UntilAsync(told => told.Service == "dispatch-server" && told.Metrics["dispatch.server.runner.connected"].Value == 1);
        var runner = await collector.UntilAsync(told => told.Service == "dispatch-runner");

        Assert.Equal(("hush", "hush"), (server.Headers["Authorization"], runner.Headers["Authorization"]));
        Assert.NotEqual(server.Resource["service.instance.id"], runner.Resource["service.instance.id"]);
        var id = (await RunAsync("new", "--", "/bin/sh", "-c", "env; echo seen")).Output.Trim();
        Assert.Equal(0, (await RunAsync("wait", id)).ExitCode);
        var printed = (await RunAsync("output", id)).Output;
        Assert.Contains("seen", printed, StringComparison.Ordinal);
        Assert.DoesNotContain("OTEL_", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_without_one_neither_loads_what_it_takes()
    {
        Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);

        foreach (var file in (string[])[_folder.Data.ServerLock, _folder.Data.RunnerLock])
        {
            Assert.DoesNotContain("OpenTelemetry", await File.ReadAllTextAsync($"/proc/{LockFile.Holder(file)}/maps"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_address_that_can_not_be_is_what_doctor_names()
    {
        var result = await DispatchProgram.ShellAsync(_folder.Path, "OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318 exec $DISPATCH doctor --json --port 0");

        using var report = JsonDocument.Parse(result.Output);
        var finding = report.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("check").GetString() == "metrics");
        Assert.Equal("warning", finding.GetProperty("verdict").GetString());
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is no address", finding.GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
