using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Access;

/// <summary>Stands before every endpoint; one that declares nothing is refused, and stops the start.</summary>
internal static class AccessGate
{
    public static void UseAccessGate(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        // Routing's own answers (405, 415) are no route endpoints; they do nothing but refuse.
        if (context.GetEndpoint() is RouteEndpoint endpoint && !IsPublic(endpoint))
        {
            var capability = endpoint.Metadata.GetMetadata<EndpointAccess>()?.Capability;
            var workspace = context.GetRouteValue("workspace") as string;
            if (AccessDecision.Decide(context.FindCaller(), capability, workspace) is { } refusal)
            {
                await context.WriteProblemAsync(refusal);
                return;
            }
        }

        await next(context);
    });

    /// <summary>Throws when an endpoint was forgotten: better no server than one with an open door.</summary>
    public static void DemandDeclaredAccess(this IEndpointRouteBuilder routes)
    {
        var forgotten = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<EndpointAccess>() is null)
            .Select(endpoint => endpoint.DisplayName)
            .ToList();
        if (forgotten.Count > 0)
        {
            throw new InvalidOperationException(
                $"These endpoints declare neither a capability nor that they are public: {string.Join(", ", forgotten)}. Add RequireCapability(...) or Public().");
        }
    }

    private static bool IsPublic(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<EndpointAccess>() is { Capability: null };
}
