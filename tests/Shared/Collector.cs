using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dispatch.Tests;

/// <summary>Takes metrics as OpenTelemetry's collector does: protobuf over HTTP or gRPC, on a port of loopback.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Whether it is compressed, and its length in four bytes.
    private const int GrpcPrefix = 5;

    private readonly Channel<Collected> _requests = Channel.CreateUnbounded<Collected>();
    private readonly WebApplication _app;
    private readonly bool _grpc;

    private Collector(int port, bool grpc)
    {
        _grpc = grpc;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(
            IPAddress.Loopback, port, endpoint => endpoint.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>What it answers, after it has taken the request.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = static _ => Task.CompletedTask;

    public static async Task<Collector> StartAsync(int port = 0, bool grpc = false)
    {
        var collector = new Collector(port, grpc);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The next request that is wanted; those before are dropped.</summary>
    public async Task<Collected> UntilAsync(Func<Collected, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        Collected request;
        do
        {
            request = await _requests.Reader.ReadAsync(patience.Token);
        }
        while (!wanted(request));
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Writer.TryWrite(Collected.Read(http.Request.Method + " " + http.Request.Path, headers, _grpc ? body.ToArray()[GrpcPrefix..] : body.ToArray()));
        await Answer(http);
        if (_grpc)
        {
            // https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: an empty message, and that all is well.
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(new byte[GrpcPrefix], http.RequestAborted);
            http.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
