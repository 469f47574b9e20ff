using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dispatch.Server.Tests.Forwarding;

public sealed class ForwardingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_reaches_the_runner_with_a_token_in_place_of_the_callers_credentials()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces/default/sessions/abc/input?x=1&y=%2F") { Content = new ByteArrayContent([0, 255, 1]) };
        request.Headers.Add("X-Dispatch-Principal", "p_somebody");
        request.Headers.Add("X-Forwarded-For", "10.0.0.1");
        var body = Array.Empty<byte>();
        runner.Answer = async context =>
        {
            using var copy = new MemoryStream();
            await context.Request.Body.CopyToAsync(copy);
            body = copy.ToArray();
            context.Response.StatusCode = StatusCodes.Status418ImATeapot;
            context.Response.Headers["X-Internal"] = "secret";
            context.Response.Headers.Location = "/somewhere";
            await context.Response.WriteAsync("short and stout");
        };
        using var response = await browser.Client.SendAsync(request);

        Assert.Equal(418, (int)response.StatusCode);
        Assert.Equal("short and stout", await response.Content.ReadAsStringAsync());
        Assert.Equal("/somewhere", response.Headers.Location?.ToString());
        Assert.False(response.Headers.Contains("X-Internal"));
        Assert.Equal([0, 255, 1], body);
        var seen = runner.Last!;
        Assert.Equal("/api/workspaces/default/sessions/abc/input?x=1&y=%2F", seen.Target);
        Assert.DoesNotContain("Cookie", seen.Headers.Keys);
        Assert.DoesNotContain("Origin", seen.Headers.Keys);
        Assert.DoesNotContain("X-Dispatch-Principal", seen.Headers.Keys);
        Assert.DoesNotContain("X-Forwarded-For", seen.Headers.Keys);
        Assert.Equal(browser.Me.Principal, seen.Token.Claims["sub"]);
        Assert.Equal(browser.Me.Device, seen.Token.Claims[CapabilityToken.DeviceClaim]);
        Assert.Equal("default", seen.Token.Claims[CapabilityToken.WorkspaceClaim]);
        Assert.DoesNotContain(Capabilities.FeedRead, Assert.IsAssignableFrom<IEnumerable<object>>(seen.Token.Claims[CapabilityToken.CapabilitiesClaim]));
    }

    [Fact]
    public async Task A_runners_word_that_nothing_changed_reaches_the_caller()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        runner.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Headers.IfNoneMatch == "\"1-7\"" ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
            context.Response.Headers.ETag = "\"1-7\"";
            return Task.CompletedTask;
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces/default/sessions/abc/screen?format=json");
        request.Headers.IfNoneMatch.ParseAdd("\"1-7\"");

        using var response = await browser.Client.SendAsync(request);

        Assert.Equal((304, "\"1-7\"", ""), ((int)response.StatusCode, response.Headers.ETag?.Tag, await response.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("POST", "input", "input.unknown", null)]
    [InlineData("GET", "screen", "runner.unavailable", true)]
    public async Task A_runner_that_goes_away_in_the_middle_leaves_typed_input_unknown_and_nothing_else(string method, string what, string code, bool? retry)
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        runner.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Abort();
        };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/workspaces/default/sessions/abc/{what}") { Content = method == "GET" ? null : new ByteArrayContent([65]) };
        using var response = await server.Program().SendAsync(request);
        var problem = (await response.Content.ReadFromJsonAsync(Wire.Default.Problem))!;

        Assert.Equal((code, retry), (problem.Code, problem.Retry));
    }

    [Fact]
    public async Task A_token_lives_a_minute_at_most_and_is_used_again_meanwhile()
    {
        var time = new ManualTime();
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder, time: time);
        var program = server.Program();

        var first = await TokenAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        var second = await TokenAsync();
        time.Advance(TimeSpan.FromSeconds(15));
        var third = await TokenAsync();

        Assert.Equal(first, second);
        Assert.NotEqual(first, third);
        var claims = runner.Last!.Token.Claims;
        Assert.InRange(Convert.ToInt64(claims["exp"]) - Convert.ToInt64(claims["iat"]), 1, 60);

        async Task<string> TokenAsync()
        {
            using var response = await program.GetAsync("/api/workspaces/default/sessions");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return runner.Last!.Headers["Authorization"];
        }
    }

    [Fact]
    public async Task Without_a_runner_the_answer_names_it_and_the_next_step()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Unreachable);

        using var response = await server.Program().GetAsync("/api/workspaces/default/sessions");

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");
        Assert.Contains("/nowhere/Dispatch.Runner", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("--runner", problem.Detail, StringComparison.Ordinal);
        using var ready = await server.Browser().GetAsync("/readyz");
        await ready.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");
    }

    [Fact]
    public async Task A_runner_that_refuses_the_servers_token_does_not_sign_the_caller_out()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        runner.Answer = context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };

        using var response = await server.Program().GetAsync("/api/workspaces");

        await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");
    }

    [Theory]
    [InlineData("/api/workspaces/a/%252e%252e/b/sessions")]
    [InlineData("/api/workspaces/a/..%252f..%252frunner/status")]
    public async Task A_path_that_would_mean_something_else_at_the_runner_stays_here(string path)
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Program().GetAsync(path);

        await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.not-found");
        Assert.Null(runner.Last);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_and_disturbs_nothing()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var program = server.Program();
        runner.Answer = async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
        };

        using var large = await program.PostAsync("/api/workspaces/default/sessions/abc/input", new ByteArrayContent(new byte[AttachProtocol.MaximumFrame + 1]));
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");

        using var right = await program.PostAsync("/api/workspaces/default/sessions/abc/input", new ByteArrayContent(new byte[AttachProtocol.MaximumFrame]));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }
}
