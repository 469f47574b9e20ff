using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Environments;
using Dispatch.Server.Hosting;
using Dispatch.Server.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dispatch.Server.Tests.Support;

/// <summary>A whole server on a free port of loopback, in this process, and how to talk to it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Preparation _prepared;
    private bool _stopped;

    private RunningServer(ServerOptions options, Preparation prepared, WebApplication app)
    {
        Options = options;
        _prepared = prepared;
        App = app;
        Url = app.Services.GetRequiredService<StateFile>().Url;
    }

    public ServerOptions Options { get; }
    public WebApplication App { get; }
    public Uri Url { get; }
    public IServiceProvider Services => App.Services;
    public string Key => File.ReadAllText(Options.Data.AccessKeyFile).Trim();

    /// <summary>Without a runner's program: a test that needs a runner brings one to the socket.</summary>
    public static Task<RunningServer> StartAsync(TestFolder folder, Func<ServerOptions, ServerOptions>? options = null, TimeProvider? time = null, Action<WebApplication>? map = null, bool logs = false) =>
        StartAsync(
            (options ?? (same => same))(new ServerOptions { Data = folder.Data, Port = 0, Runner = "/nowhere/Dispatch.Runner", Detached = true }),
            time ?? TimeProvider.System, map, logs);

    /// <summary>A client that is nobody yet. It keeps cookies, follows nothing, and says which page it comes from, as a browser does.</summary>
    public HttpClient Browser(string? origin = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = Url };
        client.DefaultRequestHeaders.Add("Origin", origin ?? Url.GetLeftPart(UriPartial.Authority));
        return client;
    }

    /// <summary>A program with the access key.</summary>
    public HttpClient Program(string? key = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Key);
        return client;
    }

    public async Task<SignedInBrowser> SignInAsync()
    {
        var client = Browser();
        using var response = await client.PostAsJsonAsync("/api/sign-in", new SignInWithKey(Key), Wire.Default.SignInWithKey);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var me = await response.Content.ReadFromJsonAsync(Wire.Default.Me);
        return new SignedInBrowser(client, me!, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public async Task<ClientWebSocket> ConnectAsync(string path, Action<ClientWebSocketOptions> options)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("dispatch.v1");
        socket.Options.Proxy = null;
        options(socket.Options);
        await socket.ConnectAsync(new UriBuilder(new Uri(Url, path)) { Scheme = "ws" }.Uri, CancellationToken.None);
        return socket;
    }

    public Task<ClientWebSocket> ConnectAsync(string path) => ConnectAsync(path, options => options.SetRequestHeader("Authorization", "Bearer " + Key));

    public Task<ClientWebSocket> ConnectAsync(string path, SignedInBrowser browser) => ConnectAsync(path, options =>
    {
        options.SetRequestHeader("Cookie", browser.Cookie);
        options.SetRequestHeader("Origin", Url.GetLeftPart(UriPartial.Authority));
    });

    public async Task StopAsync()
    {
        if (!_stopped)
        {
            _stopped = true;
            await App.StopAsync();
            await App.DisposeAsync();
            await _prepared.DisposeAsync();
        }
    }

    public async Task WaitForLinkAsync(string state)
    {
        using var subscription = Services.GetRequiredService<LiveHub>().Subscribe();
        while (Services.GetRequiredService<RunnerState>().Link.State != state)
        {
            await subscription.Waiting.ReadAsync().AsTask().WaitAsync(Patience);
        }
    }

    /// <summary>Does something to the runner and sees the link go through the states.</summary>
    public async Task WaitForLinksAsync(Action cause, params string[] states)
    {
        using var subscription = Services.GetRequiredService<LiveHub>().Subscribe();
        cause();
        foreach (var state in states)
        {
            while (await subscription.Waiting.ReadAsync().AsTask().WaitAsync(Patience) is not StreamRunner { Link: var link } || link.State != state)
            {
            }
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task<RunningServer> StartAsync(ServerOptions options, TimeProvider time, Action<WebApplication>? map, bool logs)
    {
        var prepared = await Preparation.RunAsync(options, time, CancellationToken.None);
        var app = Server.Program.Build(options, time, prepared, services =>
        {
            if (!logs)
            {
                services.AddLogging(logging => logging.ClearProviders());
            }
        });
        map?.Invoke(app);
        await app.StartAsync();
        return new RunningServer(options, prepared, app);
    }
}

internal sealed record SignedInBrowser(HttpClient Client, Me Me, string Cookie);

internal static class Answers
{
    /// <summary>Demands a problem of the status and code, as every error is.</summary>
    public static async Task<Problem> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} {body}");
        Assert.Equal(Problem.ContentType, response.Content.Headers.ContentType?.MediaType);
        var problem = System.Text.Json.JsonSerializer.Deserialize(body, Wire.Default.Problem)!;
        Assert.Equal(code, problem.Code);
        Assert.Equal((int)status, problem.Status);
        Assert.Equal("urn:dispatch:problem:" + code, problem.Type);
        Assert.NotEmpty(problem.Title);
        Assert.NotEmpty(problem.Detail);
        return problem;
    }
}
