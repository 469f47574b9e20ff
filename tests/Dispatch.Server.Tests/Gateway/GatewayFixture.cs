using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;
using Dispatch.Protocol.Sessions;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>A server, its real runner, and a scripted model behind its gateway; agents whose environment the test takes for its own.</summary>
internal sealed class GatewayFixture : IAsyncDisposable
{
    private const string Sessions = "/api/workspaces/default/sessions";
    private readonly string _work = Directory.CreateTempSubdirectory("dispatch-agent-").FullName;

    // An agent that tells its environment and waits.
    private static readonly string[] Telling = ["/bin/sh", "-c", "env > \"$0.tmp\" && mv \"$0.tmp\" \"$0\" && exec cat > /dev/null"];

    private GatewayFixture(ScriptedModel model) => Model = model;

    public TestFolder Folder { get; } = new();
    public ScriptedModel Model { get; }
    public RunningServer Server { get; private set; } = null!;

    /// <param name="models">Variables of the server's environment; both keys, with the scripted model behind them, when null.</param>
    public static async Task<GatewayFixture> StartAsync(IReadOnlyDictionary<string, string>? models = null, bool logs = false)
    {
        var fixture = new GatewayFixture(await ScriptedModel.StartAsync());
        await fixture.StartServerAsync(models ?? fixture.BothKeys(), logs);
        return fixture;
    }

    public Dictionary<string, string> BothKeys(string key = ScriptedModel.Key) => new()
    {
        ["ANTHROPIC_API_KEY"] = key,
        ["ANTHROPIC_BASE_URL"] = Model.Url.ToString(),
        ["OPENAI_API_KEY"] = key,
        ["OPENAI_BASE_URL"] = new Uri(Model.Url, "/v1").ToString(),
    };

    public async Task StartServerAsync(IReadOnlyDictionary<string, string> models, bool logs = false)
    {
        Server = await RunningServer.StartAsync(
            Folder, options => options with { Runner = Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner"), Models = models }, logs: logs);
        await Server.WaitForLinkAsync(RunnerState.Connected);
    }

    public async Task<Agent> StartAgentAsync(IReadOnlyDictionary<string, string>? variables = null, string kind = "agent")
    {
        var file = Path.Combine(_work, Guid.NewGuid().ToString("N"));
        using var program = Server.Program();
        using var created = await program.PostAsJsonAsync(
            Sessions, new CreateSession { Kind = kind, Command = [.. Telling, file], Cwd = _work, Sandbox = SandboxMode.None, Env = variables }, Wire.Default.CreateSession);
        Assert.True(created.StatusCode == HttpStatusCode.Created, await created.Content.ReadAsStringAsync());
        var session = (await created.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
        var patience = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "The agent didn't tell its environment.");
            await Task.Delay(20);
        }

        var environment = (await File.ReadAllLinesAsync(file)).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(pair => pair[0], pair => pair[1]);
        return new Agent(session, environment);
    }

    public async Task EndAsync(SessionInfo session)
    {
        using var program = Server.Program();
        using var ended = await program.PostAsJsonAsync($"{Sessions}/{session.Id}/end", new EndSession("SIGKILL"), Wire.Default.EndSession);
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
    }

    public async Task<SessionInfo> RestartAsync(SessionInfo session)
    {
        using var program = Server.Program();
        using var restarted = await program.PostAsync($"{Sessions}/{session.Id}/restart", null);
        Assert.True(restarted.IsSuccessStatusCode, await restarted.Content.ReadAsStringAsync());
        return (await program.GetFromJsonAsync($"{Sessions}/{session.Id}", Wire.Default.SessionInfo))!;
    }

    public async Task<UsageReport> UsageAsync(string query = "")
    {
        using var program = Server.Program();
        return (await program.GetFromJsonAsync("/api/usage" + query, Wire.Default.UsageReport))!;
    }

    public static void Kill(string lockFile)
    {
        if (LockFile.Holder(lockFile) is { } pid)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (var held in new[] { Folder.Data.RunnerLock, Folder.Data.KeeperLock })
        {
            Kill(held);
            (await LockFile.TryTakeAsync(held, TimeProvider.System, CancellationToken.None))?.Dispose();
        }

        Model.Dispose();
        Folder.Dispose();
        Directory.Delete(_work, recursive: true);
    }
}

/// <summary>An agent session, and what it can ask of models with what it was given.</summary>
internal sealed class Agent(SessionInfo session, IReadOnlyDictionary<string, string> environment)
{
    public SessionInfo Session => session;
    public IReadOnlyDictionary<string, string> Environment => environment;
    public string Secret => environment["ANTHROPIC_API_KEY"];

    public Task<HttpResponseMessage> MessagesAsync(string prompt, bool stream = false, string? secret = null) => PostAsync(
        environment["ANTHROPIC_BASE_URL"] + "/v1/messages", stream, request =>
        {
            request.Headers.Add("x-api-key", secret ?? Secret);
            request.Headers.Add("anthropic-version", "2023-06-01");
        },
        new { model = "claude-sonnet-4-5-20250929", max_tokens = 100, stream, messages = new[] { new { role = "user", content = prompt } } });

    public Task<HttpResponseMessage> ChatAsync(string prompt, bool stream = false, bool usage = true) => PostAsync(
        environment["OPENAI_BASE_URL"] + "/chat/completions", stream, Bearer,
        new { model = "gpt-5", stream, stream_options = new { include_usage = usage }, messages = new[] { new { role = "user", content = prompt } } });

    public Task<HttpResponseMessage> ResponsesAsync(string prompt, bool stream = false) => PostAsync(
        environment["OPENAI_BASE_URL"] + "/responses", stream, Bearer, new { model = "gpt-5", stream, input = prompt });

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(method, environment["ANTHROPIC_BASE_URL"] + path);
        request.Headers.Add("x-api-key", Secret);
        return await http.SendAsync(request);
    }

    private void Bearer(HttpRequestMessage request) => request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", environment["OPENAI_API_KEY"]);

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

    private static async Task<HttpResponseMessage> PostAsync(string url, bool stream, Action<HttpRequestMessage> sign, object body)
    {
        var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        sign(request);
        return await http.SendAsync(request, stream ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
    }
}
