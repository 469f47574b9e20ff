using Dispatch.Protocol.Problems;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Workspaces;

/// <summary>Whatever is asked of a workspace finds it by the path's <c>{workspace}</c>; where there is none, or one that can't be opened, it is said once, here.</summary>
internal static class WorkspaceGate
{
    public static void UseWorkspaces(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (Refuse(http) is { } refusal)
        {
            await refusal.ToResult().ExecuteAsync(http);
        }
        else
        {
            await next(http);
        }
    });

    /// <summary>The endpoint looks for itself: what it does can be done with one that can't be opened, too.</summary>
    public static TBuilder AlsoBroken<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AlsoBrokenMark());

    public static Workspace Of(HttpContext http) => Registry(http).Find(Named(http) ?? Workspace.Default)
        ?? throw new InvalidOperationException("An endpoint asks for a workspace that was not looked for.");

    private static Error? Refuse(HttpContext http)
    {
        if (Named(http) is not { } id || http.GetEndpoint()?.Metadata.GetMetadata<AlsoBrokenMark>() is not null)
        {
            return null;
        }

        var registry = Registry(http);
        return registry.Find(id) is not null ? null
            : registry.FindBroken(id) is { } broken ? WorkspaceRules.Broken(broken)
            : WorkspaceRules.NotFound(id);
    }

    private static string? Named(HttpContext http) => http.Request.RouteValues["workspace"] as string;

    private static WorkspaceRegistry Registry(HttpContext http) => http.RequestServices.GetRequiredService<WorkspaceRegistry>();

    private sealed record AlsoBrokenMark;
}
