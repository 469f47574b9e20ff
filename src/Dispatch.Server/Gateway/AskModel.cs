using System.Net;
using Dispatch.Gateway;
using Dispatch.Protocol.Gateway;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Gateway;

/// <summary>
/// <c>/ai/{provider}/…</c>: what a runner's agent asks of a model, handed on with the key. The answer goes back piece by piece as it comes.
/// Open only to a runner's token; neither what is asked nor what is answered is kept or logged.
/// </summary>
internal sealed partial class AskModel(GatewayTokens tokens, ProviderKeys keys, ProviderClient client, UsageLedger ledger, ILogger<AskModel> logger)
{
    // So long at most that what a runner claims fits wherever it is shown.
    private const int LongestName = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.Map("/ai/{**rest}", (HttpContext http, AskModel ask) => ask.HandleAsync(http))
        .ExcludeFromDescription().Public();

    private async Task HandleAsync(HttpContext http)
    {
        if (!await tokens.IsValidAsync(http.Request.Headers[GatewayHeaders.Token].ToString()))
        {
            await http.WriteProblemAsync(new Error(
                ErrorKind.Unauthenticated, "gateway.token-refused", "Only a runner reaches models here, for its agents. An agent uses the address and the key of its session's environment."));
            return;
        }

        var (provider, below) = GatewayPassage.Read(http.Request.Path);
        var fault = provider is null
            ? ProviderFault.NotFound("Dispatch's gateway has no such provider.")
            : await AskAsync(http, provider, below);
        if (fault is not null && !http.RequestAborted.IsCancellationRequested)
        {
            await fault.WriteAsync(http, provider);
        }
    }

    /// <returns>What to answer instead; null when the provider's answer was handed on.</returns>
    private async Task<ProviderFault?> AskAsync(HttpContext http, ModelProvider provider, string below)
    {
        if (ProviderPaths.Find(provider, http.Request.Method, below) is not var (path, counts))
        {
            return ProviderFault.NotFound($"Dispatch's gateway hands on what agents ask of models, and not {http.Request.Method} {below} of {provider.Title}.");
        }

        var key = await keys.OfAsync(provider, http.RequestAborted);
        if (key.Key is null)
        {
            return ProviderFault.Unauthenticated(key.Source is null
                ? $"Dispatch has no key for {provider.Title}. Set one with dispatch models key {provider.Id}, or in the page's settings."
                : $"The key for {provider.Title} that was set in Dispatch can't be decrypted any more. Set it anew with dispatch models key {provider.Id}, or in the page's settings.");
        }

        var asker = new ModelAsker(Claim(http, GatewayHeaders.Workspace), Claim(http, GatewayHeaders.Session), Claim(http, GatewayHeaders.Principal));
        if (counts && await ledger.RefuseAsync(asker, http.RequestAborted) is { } reached)
        {
            LogLimit(logger, asker.Session, reached);
            return ProviderFault.LimitReached(reached);
        }

        GatewayPassage.AllowLargeBody(http);
        var (response, body, fault) = await client.SendAsync(http, key, path);
        using (response)
        {
            if (response is null)
            {
                return fault;
            }

            if (response.StatusCode is HttpStatusCode.Unauthorized)
            {
                LogKeyRefused(logger, provider.Title, key.Base);
                return ProviderFault.Unauthenticated(
                    $"{provider.Title} ({key.Base}) refuses the key that Dispatch has for it. Set a valid one with dispatch models key {provider.Id}, or in the page's settings.");
            }

            GatewayPassage.CopyHead(response, http.Response);
            if (!counts || !response.IsSuccessStatusCode)
            {
                await GatewayPassage.CopyBodyAsync(http, response);
                return null;
            }

            var isStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
            var reader = new UsageReader(isStream, () => body?.Sent ?? 0);
            try
            {
                await GatewayPassage.CopyBodyAsync(http, response, piece => reader.Take(piece.Span));
            }
            finally
            {
                await ledger.AddAsync(asker, provider, reader.End());
            }

            return null;
        }
    }

    private static string Claim(HttpContext http, string name) => http.Request.Headers[name].ToString() is var value && value.Length <= LongestName ? value : value[..LongestName];

    [LoggerMessage(1, LogLevel.Warning, "Session {Session} may ask no model any more. {Reason}")]
    private static partial void LogLimit(ILogger logger, string session, string reason);

    [LoggerMessage(2, LogLevel.Error, "{Provider} ({Address}) refuses the key that is set for it")]
    private static partial void LogKeyRefused(ILogger logger, string provider, string address);
}
