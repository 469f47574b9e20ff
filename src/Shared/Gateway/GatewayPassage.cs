using System.Buffers;
using System.Net.Http.Headers;
using Dispatch.Protocol.Gateway;
using Microsoft.AspNetCore.Http.Features;

namespace Dispatch.Gateway;

/// <summary>What runner and server hand on of a request to a model, and of its answer. Headers pass by name: neither keys nor cookies do.</summary>
internal static class GatewayPassage
{
    /// <summary>Bytes of a request: images and files are in it.</summary>
    public const long LargestRequest = 64 * 1024 * 1024;

    private const int PieceBytes = 16 * 1024;

    private static readonly string[] RequestHeaders = ["Accept", "User-Agent", "x-app", "x-client-request-id", "Idempotency-Key", "OpenAI-Beta", "originator", "session_id", "conversation_id"];
    private static readonly string[] RequestPrefixes = ["anthropic-", "x-stainless-", "x-claude-"];
    private static readonly string[] ResponseHeaders = ["Retry-After", "retry-after-ms", "x-should-retry", "request-id", "x-request-id", "Cache-Control", "openai-version", "openai-model", "openai-processing-ms"];
    private static readonly string[] ResponsePrefixes = ["anthropic-ratelimit-", "x-ratelimit-"];

    /// <summary>The provider and the path below it; null for a path that is none of the gateway's.</summary>
    public static (ModelProvider? Provider, string Below) Read(PathString path)
    {
        if (path.Value is { } value && value.StartsWith("/ai/", StringComparison.Ordinal))
        {
            var rest = value.AsSpan("/ai/".Length);
            var end = rest.IndexOf('/');
            return (ModelProviders.Find(new string(end < 0 ? rest : rest[..end])), end < 0 ? "" : new string(rest[(end + 1)..]));
        }

        return (null, "");
    }

    public static void AllowLargeBody(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestRequest;
        }
    }

    public static void CopyHeaders(HttpRequest from, HttpRequestHeaders to)
    {
        foreach (var (name, values) in from.Headers)
        {
            if (Passes(name, RequestHeaders, RequestPrefixes))
            {
                to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    public static void CopyHead(HttpResponseMessage from, HttpResponse to)
    {
        to.StatusCode = (int)from.StatusCode;
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (Passes(name, ResponseHeaders, ResponsePrefixes))
            {
                to.Headers[name] = values.ToString();
            }
        }

        to.ContentType = from.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null;
        to.ContentLength = from.Content.Headers.ContentLength;
    }

    /// <summary>
    /// Each piece goes on as it comes; only then is it looked at. An answer that breaks off here breaks off there too, as it would without
    /// anything in between: cut short, and not as if it were whole.
    /// </summary>
    public static async Task CopyBodyAsync(HttpContext http, HttpResponseMessage from, Action<ReadOnlyMemory<byte>>? seen = null)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            await using var content = await from.Content.ReadAsStreamAsync(http.RequestAborted);
            await http.Response.StartAsync(http.RequestAborted);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
            while (await content.ReadAsync(buffer.AsMemory(0, PieceBytes), http.RequestAborted) is var read and > 0)
            {
                await http.Response.BodyWriter.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
                seen?.Invoke(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            http.Abort();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked went away, and with that the request to the model ends.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool Passes(string name, string[] names, string[] prefixes) =>
        names.Contains(name, StringComparer.OrdinalIgnoreCase) || prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
