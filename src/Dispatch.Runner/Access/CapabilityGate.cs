using Dispatch.Protocol.Problems;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Access;

/// <summary>
/// Every endpoint names its capability, and nobody gets past without a token that has it. An endpoint that names none and isn't
/// marked public is refused, so a forgotten mark opens nothing.
/// </summary>
internal static class CapabilityGate
{
    private static readonly Error NoToken = new(
        ErrorKind.Unauthenticated, "token.missing", "A runner takes only requests with a valid capability token. Ask the server, which makes them.");

    private static readonly object CallerKey = new();

    public static TBuilder RequireCapability<TBuilder>(this TBuilder endpoint, string capability)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new RequiredCapability(capability));

    public static TBuilder Public<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new PublicEndpoint());

    public static Caller Caller(this HttpContext http) => (Caller)http.Items[CallerKey]!;

    public static void UseCapabilities(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var endpoint = http.GetEndpoint();
        if (endpoint?.Metadata.GetMetadata<PublicEndpoint>() is not null)
        {
            await next(http);
            return;
        }

        var refusal = await DecideAsync(http, endpoint);
        if (refusal is null)
        {
            await next(http);
        }
        else
        {
            await refusal.ToResult().ExecuteAsync(http);
        }
    });

    private static async ValueTask<Error?> DecideAsync(HttpContext http, Endpoint? endpoint)
    {
        var header = http.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        if (!header.StartsWith(scheme, StringComparison.Ordinal)
            || await http.RequestServices.GetRequiredService<TokenValidator>().ValidateAsync(header[scheme.Length..]) is not { } caller)
        {
            return NoToken;
        }

        if (endpoint is null)
        {
            return new Error(ErrorKind.NotFound, "path.not-found", $"There is nothing at {http.Request.Path}. /openapi/v1.json on the server lists what there is.");
        }

        if (endpoint is not RouteEndpoint)
        {
            // None of ours, but routing's own answer to a method or a content type that isn't possible at this path.
            return null;
        }

        var needed = endpoint.Metadata.GetMetadata<RequiredCapability>()?.Name;
        if (needed is null || !caller.Can(needed))
        {
            return new Error(ErrorKind.Forbidden, "capability.missing", $"This needs the capability '{needed ?? "none is enough"}', which the token doesn't have.");
        }

        if (http.Request.RouteValues["workspace"] is string workspace && caller.Workspace != workspace)
        {
            return new Error(ErrorKind.Forbidden, "workspace.not-allowed", $"The token isn't for the workspace '{workspace}'.");
        }

        http.Items[CallerKey] = caller;
        return null;
    }
}

/// <param name="Name">One of <see cref="Protocol.Access.Capabilities"/>.</param>
internal sealed record RequiredCapability(string Name);

internal sealed record PublicEndpoint;
