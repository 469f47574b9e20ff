using System.Net;
using Dispatch.Connections;
using Dispatch.Gateway;
using Dispatch.Logging;
using Dispatch.Protocol.Gateway;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Gateway;

/// <summary>
/// Hands what an agent asks of a model to the server, with a fresh token and the session's name in the place of the session's secret. Nothing
/// of it is kept or logged.
/// </summary>
internal sealed partial class GatewayRequests(
    ServerGateway server, AgentSecrets secrets, SessionRegistry sessions, TimeProvider time, ILogger<GatewayRequests> logger)
{
    /// <summary>How long a server may be away before an agent is told: one that is restarted is back sooner.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private const int RetryAfter = 5;

    public async Task HandleAsync(HttpContext http)
    {
        var (provider, _) = GatewayPassage.Read(http.Request.Path);
        if (SecretOf(http.Request) is not { } secret || secrets.Find(secret, sessions) is not { } session)
        {
            await ProviderFault.Unauthenticated(
                "This is not the secret of a session of Dispatch that runs. An agent reaches models here only from within its session, with the address and the key of its environment; restart the session to give it new ones.")
                .WriteAsync(http, provider);
            return;
        }

        if (provider is null)
        {
            await ProviderFault.NotFound($"Dispatch's gateway has no such provider; it has {string.Join(" and ", ModelProviders.All.Select(known => "/ai/" + known.Id))}.").WriteAsync(http, null);
            return;
        }

        GatewayPassage.AllowLargeBody(http);
        using var response = await SendAsync(http, session);
        if (response is not null)
        {
            GatewayPassage.CopyHead(response, http.Response);
            await GatewayPassage.CopyBodyAsync(http, response);
        }
        else if (!http.RequestAborted.IsCancellationRequested)
        {
            LogUnavailable(logger, session.Id);
            await ProviderFault.Unavailable("Dispatch's server, which has the keys to the models, can't be reached from the session's runner. It may be restarting: try again in a moment, or start it with dispatch start.", RetryAfter)
                .WriteAsync(http, provider);
        }
    }

    private static string? SecretOf(HttpRequest request)
    {
        const string scheme = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return request.Headers["x-api-key"].ToString() is { Length: > 0 } key ? key
            : authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim()
            : null;
    }

    /// <summary>Null when no server takes it. It is said once only: what was sent and not answered may have been done.</summary>
    private async Task<HttpResponseMessage?> SendAsync(HttpContext http, Session session)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            if (server.Current is { } gateway)
            {
                try
                {
                    using var request = Request(http, session, gateway);
                    var response = await server.SendAsync(gateway, request, http.RequestAborted);
                    if (response.Content.Headers.ContentType?.MediaType != Problem.ContentType)
                    {
                        return response;
                    }

                    // The server's own word and no provider's: it refuses the token, or fails.
                    LogRefused(logger, (int)response.StatusCode);

                    response.Dispose();
                    return null;
                }
                catch (HttpRequestException e) when (e.HttpRequestError is not HttpRequestError.ConnectionError)
                {
                    return null;
                }
                catch (HttpRequestException)
                {
                    // Nobody listens there: nothing of the body was read.
                }
                catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
                {
                    return null;
                }
            }

            if (http.RequestAborted.IsCancellationRequested || time.GetElapsedTime(since) > Patience)
            {
                return null;
            }

            await server.AwaitNewsAsync(Pause, http.RequestAborted);
        }
    }

    private static HttpRequestMessage Request(HttpContext http, Session session, RunnerGateway gateway)
    {
        var source = http.Request;
        var request = new HttpRequestMessage(new HttpMethod(source.Method), new Uri("http://localhost" + source.Path.ToUriComponent() + source.QueryString)) { Version = HttpVersion.Version11 };
        GatewayPassage.CopyHeaders(source, request.Headers);
        request.Headers.TryAddWithoutValidation(GatewayHeaders.Token, gateway.Token);
        request.Headers.TryAddWithoutValidation(GatewayHeaders.Workspace, session.Workspace.Id);
        request.Headers.TryAddWithoutValidation(GatewayHeaders.Session, session.Id);
        request.Headers.TryAddWithoutValidation(GatewayHeaders.Principal, session.Info.Principal);
        if (Tracing.Header is { } parent)
        {
            request.Headers.TryAddWithoutValidation(Tracing.Parent, parent);
        }

        if (source.ContentLength is > 0 || source.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new BodyContent(source.BodyReader, source.ContentLength);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", source.ContentType);
        }

        return request;
    }

    [LoggerMessage(EventId = 142, Level = LogLevel.Warning, Message = "The server's gateway answered with {Status}; what the server logs says why: dispatch logs server")]
    private static partial void LogRefused(ILogger logger, int status);

    [LoggerMessage(EventId = 141, Level = LogLevel.Warning, Message = "The agent of session {Session} asked for a model, and the server can't be reached")]
    private static partial void LogUnavailable(ILogger logger, string session);
}
