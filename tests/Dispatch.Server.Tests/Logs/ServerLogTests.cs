using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dispatch.Server.Tests.Logs;

public sealed class ServerLogTests : IDisposable
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Parent = $"00-{Trace}-00f067aa0ba902b7-01";
    private const string Session = "/api/workspaces/default/sessions/abc";
    private readonly TestFolder _folder = new();

    private LogFiles Files => _folder.Data.LogFiles("server");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_refusal_carries_the_id_that_its_request_came_with_and_so_does_the_log()
    {
        await using var server = await RunningServer.StartAsync(_folder, logs: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/nothing?token=query-secret");
        request.Headers.Add("traceparent", Parent);
        using var response = await server.Program().SendAsync(request);
        Assert.Equal(Trace, (await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.not-found")).TraceId);

        var line = await Logged.WaitForAsync(Files, line => line.Area == "Requests");
        Assert.Equal((Trace, "information", "server", Environment.ProcessId), (line.TraceId, line.Level, line.Part, line.Pid));
        Assert.DoesNotContain("query-secret", Logged.Text(_folder.Data), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_an_id_gets_one()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var response = await server.Program().GetAsync("/api/nothing");
        Assert.Matches("^[0-9a-f]{32}$", (await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.not-found")).TraceId);
    }

    [Fact]
    public async Task The_runner_is_told_the_same_id()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, Session);
        request.Headers.Add("traceparent", Parent);
        using var response = await server.Program().SendAsync(request);
        Assert.Contains(Trace, runner.Last!.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_s_WebSocket_brings_its_id_in_the_query()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var socket = await server.ConnectAsync($"{Session}/attach?traceparent={Parent}");
        Assert.Contains(Trace, runner.Last!.Headers["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_doesn_t_answer_is_logged_with_the_id_that_the_caller_is_told()
    {
        await using var server = await RunningServer.StartAsync(_folder, logs: true);
        using var response = await server.Program().GetAsync(Session);
        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");
        var line = await Logged.WaitForAsync(Files, line => line.Area == "Forwarding");
        Assert.Equal((problem.TraceId, "warning"), (line.TraceId, line.Level));
        Assert.Equal(Session, line.Fields!["path"].GetString());
    }

    [Fact]
    public async Task A_level_is_changed_while_it_runs_and_outlives_a_restart()
    {
        await using (var server = await RunningServer.StartAsync(_folder, logs: true))
        {
            var program = server.Program();
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/me")).StatusCode);
            var changed = await ReadAsync(await SetAsync(program, "requests", "debug"));
            Assert.Equal(new LogAreaLevel("server", "Requests", "debug", "information"), Assert.Single(changed.Items));
            Assert.NotNull(changed.Problem);
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/me")).StatusCode);
            await Logged.WaitForAsync(Files, line => line is { Area: "Requests", Level: "debug" });
        }

        Assert.Single(Logged.Lines(Files), line => line.Message.StartsWith("GET /api/me ", StringComparison.Ordinal));
        await using var next = await RunningServer.StartAsync(_folder, logs: true);
        var kept = (await next.Program().GetFromJsonAsync("/api/logs/levels", Wire.Default.LogLevelList))!;
        Assert.Equal("debug", kept.Items.Single(item => item is { Part: "server", Area: "Requests" }).Level);
        var back = await ReadAsync(await SetAsync(next.Program(), "Requests", "default"));
        Assert.Equal("information", Assert.Single(back.Items).Level);
    }

    [Fact]
    public async Task An_area_of_the_runner_is_set_there()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        var asked = "";
        runner.Answer = async context =>
        {
            asked = $"{context.Request.Method} {context.Request.Path} {await new StreamReader(context.Request.Body).ReadToEndAsync()}";
            await context.Response.WriteAsJsonAsync(new LogLevelList([new("runner", "Sessions", "debug", "information")]), Wire.Default.LogLevelList);
        };
        await using var server = await RunningServer.StartAsync(_folder);
        var changed = await ReadAsync(await SetAsync(server.Program(), "Sessions", "debug"));
        Assert.Equal(new LogAreaLevel("runner", "Sessions", "debug", "information"), Assert.Single(changed.Items));
        Assert.Null(changed.Problem);
        Assert.Equal("PUT /runner/logs/levels/Sessions {\"level\":\"debug\"}", asked);
    }

    [Fact]
    public async Task A_wrong_area_a_wrong_level_and_an_unreached_runner_are_named()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var level = await SetAsync(server.Program(), "Requests", "loud");
        Assert.Contains("'loud'", (await level.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "log-level.unknown")).Detail, StringComparison.Ordinal);
        using var unreached = await SetAsync(server.Program(), "Sessions", "debug");
        await unreached.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");

        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        runner.Answer = context =>
        {
            var missing = new Error(ErrorKind.NotFound, "log-area.not-found", "No.");
            context.Response.StatusCode = 404;
            return context.Request.Method == "PUT"
                ? context.Response.WriteAsJsonAsync(Problem.From(missing), Wire.Default.Problem, Problem.ContentType)
                : context.Response.WriteAsync("");
        };
        using var area = await SetAsync(server.Program(), "Nonsense", "debug");
        Assert.Contains("Requests", (await area.ShouldBeProblemAsync(HttpStatusCode.NotFound, "log-area.not-found")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_changes_a_level_without_being_signed_in()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var response = await SetAsync(server.Browser(), "Requests", "debug");
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task Kept_levels_that_can_t_be_read_are_passed_over_and_named()
    {
        Directory.CreateDirectory(_folder.Data.Logs);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data.Logs, "server.levels.json"), "{ broken");
        await using var server = await RunningServer.StartAsync(_folder, logs: true);
        var line = await Logged.WaitForAsync(Files, line => line.Level == "warning");
        Assert.Contains("server.levels.json", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_failed_and_that_nobody_awaited_is_logged()
    {
        await using var server = await RunningServer.StartAsync(_folder, logs: true);
        var line = Logged.WaitForAsync(Files, line => line.Error?.Contains("nobody saw this", StringComparison.Ordinal) == true);
        while (!line.IsCompleted)
        {
            FailUnseen();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.WhenAny(line, Task.Delay(20));
        }

        Assert.Equal(("Hosting", "error"), ((await line).Area, (await line).Level));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FailUnseen() => _ = Task.FromException(new InvalidOperationException("nobody saw this"));

    private static Task<HttpResponseMessage> SetAsync(HttpClient client, string area, string level) =>
        client.PutAsJsonAsync($"/api/logs/levels/{area}", new SetLogLevel(level), Wire.Default.SetLogLevel);

    private static async Task<LogLevelList> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), Wire.Default.LogLevelList)!;
    }
}
