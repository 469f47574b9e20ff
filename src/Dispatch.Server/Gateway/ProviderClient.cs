using System.Net;
using System.Net.Http.Headers;
using Dispatch.Connections;
using Dispatch.Gateway;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Server.Gateway;

/// <summary>HTTP to the providers, through the proxy of the server's environment if there is one.</summary>
internal sealed partial class ProviderClient(ILogger<ProviderClient> logger) : IDisposable
{
    private const int RetryAfter = 5;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = null,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
    });

    /// <returns>The answer as soon as its head is there, with what counts the bytes that were sent; else what to answer instead.</returns>
    public async Task<(HttpResponseMessage? Response, BodyContent? Body, ProviderFault? Fault)> SendAsync(HttpContext http, ProviderKey key, string path)
    {
        var source = http.Request;
        using var request = new HttpRequestMessage(new HttpMethod(source.Method), ProviderPaths.Address(key, path, source.QueryString))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        GatewayPassage.CopyHeaders(source, request.Headers);
        if (key.Provider == ModelProviders.Anthropic)
        {
            request.Headers.TryAddWithoutValidation("x-api-key", key.Key);
        }
        else
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        }

        BodyContent? body = null;
        if (source.ContentLength is > 0 || source.Headers.TransferEncoding.Count > 0)
        {
            request.Content = body = new BodyContent(source.BodyReader, source.ContentLength);
            body.Headers.TryAddWithoutValidation("Content-Type", source.ContentType);
        }

        try
        {
            return (await _http.SendAsync(request, http.RequestAborted), body, null);
        }
        catch (HttpRequestException e) when (e.InnerException is BadHttpRequestException bad)
        {
            return (null, null, ProviderFault.Invalid($"What was asked can't be read: {bad.Message}"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            LogUnreached(logger, key.Provider.Title, key.Base, e.Message);
            return (null, null, ProviderFault.Unavailable(
                $"{key.Provider.Title} can't be reached from Dispatch's server at {key.Base} ({e.Message.TrimEnd('.')}). See to the server's network, or to the address with dispatch models.", RetryAfter));
        }
        catch (OperationCanceledException)
        {
            return (null, null, null);
        }
    }

    public void Dispose() => _http.Dispose();

    [LoggerMessage(1, LogLevel.Warning, "{Provider} can't be reached at {Address}: {Cause}")]
    private static partial void LogUnreached(ILogger logger, string provider, string address, string cause);
}
