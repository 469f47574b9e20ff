using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Dispatch.Connections;
using Dispatch.Logging;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Environments;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Metrics;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Server.Forwarding;

/// <summary>
/// Hands a caller's request to the runner, with a token in the place of the caller's own credentials. Headers pass by name, none by
/// default: neither cookies nor keys nor what a connection is told hop by hop.
/// </summary>
internal sealed partial class Forwarder(
    RunnerClient runner, RunnerState state, TokenMint tokens, WebSocketSplice splice, ForwardingMetrics metrics, TimeProvider time, ILogger<Forwarder> logger)
{
    private static readonly string[] RequestHeaders = ["Accept", "If-Match", "If-None-Match", "If-Range", "Range"];
    private static readonly string[] WebSocketHeaders = ["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"];
    private static readonly string[] ResponseHeaders =
    [
        "Location", "ETag", "Allow", "Retry-After", "Cache-Control", "Accept-Ranges", "Content-Disposition", "Content-Range", "Last-Modified",
        "Dispatch-Epoch", "Dispatch-Seq", "Dispatch-Cols", "Dispatch-Rows", "Dispatch-Kind",
    ];

    // Longer than any answer of a healthy runner takes to begin: starting a process is the slowest.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    // A runner that was killed is back well before; who asks meanwhile is answered late rather than told to ask again.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(5);

    // The answer to an upload begins at its end, and a phone's line is slow.
    private static readonly TimeSpan LongestUpload = TimeSpan.FromMinutes(30);

    public async Task ForwardAsync(HttpContext context)
    {
        var upgrade = context.Request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase);
        var patience = AllowLargeBody(context) ? LongestUpload : LongestAnswer;
        await state.WaitForStartAsync(LongestStart, time, context.RequestAborted);
        using var request = MakeRequest(context, upgrade);
        using var response = await SendAsync(context, request, patience);
        if (response is null)
        {
            return;
        }

        if (upgrade && response.StatusCode == HttpStatusCode.SwitchingProtocols)
        {
            await splice.RunAsync(context, response);
        }
        else if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            // A 401 would tell the page that its own sign-in is over.
            await context.WriteProblemAsync(Unavailable("The runner refuses this server's tokens; restart it with dispatch stop --all and dispatch start, or see what the runner logs: dispatch logs runner."));
        }
        else
        {
            await CopyAsync(context, response);
        }
    }

    /// <summary>Recordings and files are larger than anything else that is sent, and the runner holds them against its own limits. True for one.</summary>
    private static bool AllowLargeBody(HttpContext context)
    {
        var (method, path) = (context.Request.Method, context.Request.Path.Value!);
        var large = HttpMethods.IsPost(method) ? path.EndsWith("/sessions/import", StringComparison.Ordinal)
            : HttpMethods.IsPut(method) ? path.EndsWith("/files/content", StringComparison.Ordinal)
            : HttpMethods.IsPatch(method) && path.Contains("/files/uploads/", StringComparison.Ordinal);
        if (large && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        return large;
    }

    private HttpRequestMessage MakeRequest(HttpContext context, bool upgrade)
    {
        var source = context.Request;
        var request = new HttpRequestMessage(new HttpMethod(source.Method), RunnerClient.Uri(source.Path.ToUriComponent() + source.QueryString))
        {
            Version = HttpVersion.Version11,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.For(context.Caller(), context.GetRouteValue("workspace") as string));
        Copy(source.Headers, request.Headers, RequestHeaders);
        if (Tracing.Header is { } parent)
        {
            request.Headers.TryAddWithoutValidation(Tracing.Parent, parent);
        }

        if (upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
            Copy(source.Headers, request.Headers, WebSocketHeaders);
        }
        else if (source.ContentLength is > 0 || source.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new BodyContent(source.BodyReader, source.ContentLength);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", source.ContentType);
        }

        return request;
    }

    private async Task<HttpResponseMessage?> SendAsync(HttpContext context, HttpRequestMessage request, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        try
        {
            var since = time.GetTimestamp();
            var response = await runner.SendAsync(request, either.Token);
            metrics.Answered(time.GetElapsedTime(since));
            return response;
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException bad)
        {
            throw bad;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || limit.IsCancellationRequested)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            metrics.Unanswered();
            LogUnanswered(logger, context.Request.Method, context.Request.Path, e.Message);
            var cause = limit.IsCancellationRequested ? $"The runner did not answer for {patience.TotalSeconds} s" : "The connection to the runner broke";
            await context.WriteProblemAsync(IsInput(context) && WasSent(e)
                ? new Error(ErrorKind.Failed, "input.unknown", $"{cause}: nobody knows whether the program has what was typed. Look before you type it again.")
                : Unavailable(state.Link.Reason ?? cause + "; it is looked after, try again in a moment."));
            return null;
        }
    }

    // Done twice it is done twice; what else is asked for is told apart by its id, or refused the second time.
    private static bool IsInput(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.Path.Value!.EndsWith("/input", StringComparison.Ordinal);

    private static bool WasSent(Exception exception) => exception is not HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };

    private static async Task CopyAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var name in ResponseHeaders)
        {
            if (response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values))
            {
                context.Response.Headers[name] = values.ToString();
            }
        }

        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        await CopyAsync(await response.Content.ReadAsStreamAsync(context.RequestAborted), context.Response.BodyWriter, context.RequestAborted);
    }

    /// <summary>Read right into what is sent from: as a copy of a stream to another each byte would be moved once more.</summary>
    private static async Task CopyAsync(Stream content, PipeWriter body, CancellationToken cancellation)
    {
        while (await content.ReadAsync(body.GetMemory(LargeBlocks.BlockBytes / 2), cancellation) is var read and > 0)
        {
            body.Advance(read);
            await body.FlushAsync(cancellation);
        }
    }

    private static void Copy(IHeaderDictionary from, HttpRequestHeaders to, string[] names)
    {
        foreach (var name in names)
        {
            if (from.TryGetValue(name, out var values))
            {
                to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The runner did not answer {Method} {Path}: {Cause}")]
    private static partial void LogUnanswered(ILogger logger, string method, PathString path, string cause);

    private static Error Unavailable(string message) => new(ErrorKind.Unavailable, "runner.unavailable", message);
}
