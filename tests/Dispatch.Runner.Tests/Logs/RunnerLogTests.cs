using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Logs;

namespace Dispatch.Runner.Tests.Logs;

public sealed class RunnerLogTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Levels = "/runner/logs/levels";

    [Fact]
    public async Task A_refusal_and_what_is_logged_of_it_carry_the_id_of_the_server_s_request()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var http = runner.Client(runner.Token());
        http.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var response = await http.GetAsync("/api/workspaces/default/sessions/nothing/screen?at=1&token=query-secret");
        Assert.Equal(Trace, (await response.Content.ReadFromJsonAsync(Wire.Default.Problem))!.TraceId);
        await runner.StopRunnerAsync();

        var lines = Lines(runner.Data);
        var line = Assert.Single(lines, line => line.TraceId == Trace);
        Assert.Equal(("runner", "Requests", "/api/workspaces/default/sessions/nothing/screen"), (line.Part, line.Area, line.Fields!["path"].GetString()));
        Assert.Contains(lines, line => line is { Area: "Sessions", TraceId: null, Source: "Dispatch.Runner.Sessions.KeeperLink" });
        Assert.DoesNotContain("query-secret", string.Concat(Directory.GetFiles(runner.Data.Logs).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_level_changes_while_it_runs_and_outlives_a_restart()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var http = runner.Client(runner.Token());
        Assert.Equal("information", (await LevelAsync(http, "Requests")).Level);
        using var changed = await http.PutAsJsonAsync($"{Levels}/requests", new SetLogLevel("none"), Wire.Default.SetLogLevel);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await runner.StopRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal(new LogAreaLevel("runner", "Requests", "none", "information"), await LevelAsync(http, "Requests"));
    }

    [Fact]
    public async Task A_level_takes_the_capability_and_a_name_that_there_is()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var reader = runner.Client(runner.Token([Capabilities.RunnerRead]));
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PutAsJsonAsync($"{Levels}/Sessions", new SetLogLevel("debug"), Wire.Default.SetLogLevel)).StatusCode);
        using var http = runner.Client(runner.Token());
        Assert.Equal(HttpStatusCode.NotFound, (await http.PutAsJsonAsync($"{Levels}/Nonsense", new SetLogLevel("debug"), Wire.Default.SetLogLevel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PutAsJsonAsync($"{Levels}/Sessions", new SetLogLevel("loud"), Wire.Default.SetLogLevel)).StatusCode);
    }

    private static async Task<LogAreaLevel> LevelAsync(HttpClient http, string area) =>
        (await http.GetFromJsonAsync(Levels, Wire.Default.LogLevelList))!.Items.Single(item => item.Area == area);

    private static List<LogLine> Lines(DataFolder data)
    {
        var files = data.LogFiles("runner");
        return [.. files.Numbers().SelectMany(number => File.ReadLines(files.Path(number))).Select(line => JsonSerializer.Deserialize(line, Wire.Default.LogLine)!)];
    }
}
