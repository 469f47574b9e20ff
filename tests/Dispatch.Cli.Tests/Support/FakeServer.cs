using System.Net;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dispatch.Cli.Tests.Support;

/// <summary>A server as the command sees one: lock, address and key in a data folder, HTTP, and one session's WebSocket.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly WebApplication _app;
    private LockFile? _lock;

    private FakeServer(WebApplication app) => _app = app;

    public string Folder => _folder.Path;

    public List<SessionInfo> Sessions { get; } = [Sample.Session()];

    public List<WorkspaceInfo> Workspaces { get; } = [new("default", "Home", "e_1", "/home/me")];

    /// <summary>What a connection to the session does, one after the other; the last for all that follow.</summary>
    public Queue<Func<FakeAttachment, Task>> Attachments { get; } = new();

    /// <summary>What a path with its query is answered with, beside the list of sessions.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    /// <summary>What a request that changes something is answered with, by its whole path with its query; else as one of sessions is.</summary>
    public Dictionary<string, string> Outcomes { get; } = [];

    /// <summary>Requests that changed something: method, path, body.</summary>
    public List<(string Method, string Path, string Body)> Requests { get; } = [];

    /// <summary>What it says of itself and of its runner.</summary>
    public ServerStatus? Status { get; set; }

    /// <summary>What every request is refused with, if any.</summary>
    public Error? Refusal { get; set; }

    /// <param name="url">What it says to be called by, if not by its address.</param>
    public static async Task<FakeServer> StartAsync(string? url = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FakeServer(app);
        app.UseWebSockets();
        app.Run(server.AnswerAsync);
        await app.StartAsync();

        var data = server._folder.Data;
        Directory.CreateDirectory(data.Run);
        server._lock = await LockFile.TryTakeAsync(data.ServerLock, TimeProvider.System, CancellationToken.None);
        await File.WriteAllTextAsync(data.AccessKeyFile, "secret\n");
        await File.WriteAllBytesAsync(data.ServerStateFile, JsonSerializer.SerializeToUtf8Bytes(
            new ServerStateFile(url ?? app.Urls.Single(), new Uri(app.Urls.Single()).Authority, Environment.ProcessId, "0.1.0", Sample.Now), Wire.Default.ServerStateFile));
        return server;
    }

    public Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(Folder, arguments);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _lock?.Dispose();
        _folder.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        const string All = "/api/workspaces/default/sessions";
        if (Refusal is { } refusal || context.Request.Headers.Authorization != "Bearer secret")
        {
            refusal = Refusal ?? new Error(ErrorKind.Unauthenticated, "access.key", "No.");
            await WriteAsync(context, (int)refusal.Kind, Problem.From(refusal), Wire.Default.Problem, Problem.ContentType);
            return;
        }

        var path = context.Request.Path.Value!;
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(AttachProtocol.Subprotocol);
            var attachment = await FakeAttachment.BeginAsync(socket);
            await (Attachments.Count > 1 ? Attachments.Dequeue() : Attachments.Peek())(attachment);
        }
        else if (path == "/api/status" && Status is { } status)
        {
            await WriteAsync(context, 200, status, Wire.Default.ServerStatus);
        }
        else if (context.Request.Method == "GET" && path == "/api/workspaces")
        {
            await WriteAsync(context, 200, new WorkspaceList(Workspaces), Wire.Default.WorkspaceList);
        }
        else if (context.Request.Method == "GET" && path == All)
        {
            await WriteAsync(context, 200, new SessionList(Sessions), Wire.Default.SessionList);
        }
        else if (context.Request.Method == "GET" && Answers.TryGetValue(path[All.Length..] + context.Request.QueryString, out var answer))
        {
            context.Response.Headers["Dispatch-Cols"] = "40";
            context.Response.Headers["Dispatch-Rows"] = "5";
            await context.Response.WriteAsync(answer);
        }
        else if (context.Request.Method == "GET")
        {
            var missing = new Error(ErrorKind.NotFound, "x.not-found", $"There is no {path[All.Length..]}{context.Request.QueryString}.");
            await WriteAsync(context, 404, Problem.From(missing), Wire.Default.Problem, Problem.ContentType);
        }
        else
        {
            using var reader = new StreamReader(context.Request.Body);
            Requests.Add((context.Request.Method, path + context.Request.QueryString, await reader.ReadToEndAsync()));
            await (Outcomes.TryGetValue(path + context.Request.QueryString, out var outcome) ? context.Response.WriteAsync(outcome)
                : path.EndsWith("/input", StringComparison.Ordinal) || context.Request.Method == "DELETE" ? Task.FromResult(context.Response.StatusCode = 204)
                : WriteAsync(context, 200, Sessions[0], Wire.Default.SessionInfo));
        }
    }

    private static async Task WriteAsync<T>(
        HttpContext context, int status, T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(value, type, contentType);
    }
}
