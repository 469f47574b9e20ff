using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Hosting;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Hosting;

public sealed class HostAndOriginTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.8.8", true)]
    [InlineData("[::1]", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.1.2.4", false)]
    [InlineData("dispatch.example.org", true)]
    [InlineData("Dispatch.Example.Org", true)]
    [InlineData("other.example.org", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("", false)]
    public void Only_own_names_and_addresses_are_answered(string host, bool own)
    {
        var options = new ServerOptions { Data = _folder.Data, Bind = IPAddress.Any, AllowedHosts = ["dispatch.example.org"] };

        Assert.Equal(own, HostCheck.IsOwn(host, options, IPAddress.Parse("10.1.2.3")));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/api/me")]
    public async Task A_name_rebound_to_this_machine_gets_nothing(string path)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = $"evil.example:{server.Url.Port}";

        using var response = await server.Program().SendAsync(request);

        var problem = await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.host");
        Assert.Contains("--allow-host", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task A_page_of_another_origin_changes_nothing(string origin)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = server.Browser(origin);

        using var signIn = await browser.PostAsJsonAsync("/api/sign-in", new SignInWithKey(server.Key), Wire.Default.SignInWithKey);
        await signIn.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.origin");

        var victim = await server.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/workspaces/default/sessions") { Headers = { { "Cookie", victim.Cookie } } };
        using var forwarded = await browser.SendAsync(request);
        await forwarded.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.origin");
    }

    [Theory]
    [InlineData("/api/stream")]
    [InlineData("/api/workspaces/default/sessions/abc/attach")]
    public async Task A_page_of_another_origin_opens_no_socket(string path)
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var victim = await server.SignInAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync(path, options =>
        {
            options.SetRequestHeader("Cookie", victim.Cookie);
            options.SetRequestHeader("Origin", "http://evil.example");
        }));
        Assert.Null(runner.Last);
    }

    [Fact]
    public async Task A_cookie_without_an_origin_opens_and_changes_nothing()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var victim = await server.SignInAsync();
        using var plain = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in-links") { Headers = { { "Cookie", victim.Cookie } } };

        using var response = await plain.SendAsync(request);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.origin");
        await Assert.ThrowsAsync<WebSocketException>(() => server.ConnectAsync("/api/stream", options => options.SetRequestHeader("Cookie", victim.Cookie)));
    }

    [Fact]
    public async Task A_program_with_the_key_needs_no_origin()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Program().PostAsync("/api/sign-in-links", null);
        using var stream = await server.ConnectAsync("/api/stream");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(WebSocketState.Open, stream.State);
    }

    [Fact]
    public async Task Behind_a_proxy_its_scheme_and_name_are_believed_and_the_cookie_is_secure()
    {
        await using var server = await RunningServer.StartAsync(_folder, options => options with
        {
            Proxies = [IPNetwork.Parse("127.0.0.0/8")],
            AllowedHosts = ["dispatch.example.org"],
        });
        using var response = await SignInBehindAsync(server);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("__Host-dispatch=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(response.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Without_a_proxy_nobody_is_believed()
    {
        await using var server = await RunningServer.StartAsync(_folder, options => options with { AllowedHosts = ["dispatch.example.org"] });
        using var response = await SignInBehindAsync(server);

        await response.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.origin");
    }

    private static async Task<HttpResponseMessage> SignInBehindAsync(RunningServer server)
    {
        using var client = new HttpClient { BaseAddress = server.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in")
        {
            Content = JsonContent.Create(new SignInWithKey(server.Key), Wire.Default.SignInWithKey),
            Headers =
            {
                { "X-Forwarded-For", "203.0.113.9" },
                { "X-Forwarded-Proto", "https" },
                { "X-Forwarded-Host", "dispatch.example.org" },
                { "Origin", "https://dispatch.example.org" },
            },
        };
        return await client.SendAsync(request);
    }
}
