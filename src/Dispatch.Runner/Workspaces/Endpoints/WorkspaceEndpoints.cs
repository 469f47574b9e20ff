using Dispatch.Runner.Workspaces.DevContainers;
using Dispatch.Runner.Workspaces.Presets;
using Dispatch.Runner.Workspaces.TemplateSources;
using Dispatch.Runner.Workspaces.Variables;
using Dispatch.Runner.Workspaces.Worktrees;

namespace Dispatch.Runner.Workspaces.Endpoints;

/// <summary>What can be done with workspaces over HTTP, an action a file.</summary>
internal static class WorkspaceEndpoints
{
    public const string Collection = "/api/workspaces";
    public const string Item = Collection + "/{workspace}";
    public const string Clones = Collection + "/clones";

    public static void MapWorkspaces(this IEndpointRouteBuilder routes)
    {
        ListWorkspaces.Map(routes);
        CreateWorkspaceEndpoint.Map(routes);
        GetWorkspace.Map(routes);
        ChangeWorkspaceEndpoint.Map(routes);
        PreviewRemoval.Map(routes);
        RemoveWorkspace.Map(routes);
        CloneEndpoints.Map(routes);
        routes.MapVariables();
        routes.MapTemplateAdditions();
        routes.MapPresets();
        routes.MapWorktrees();
        routes.MapDevContainers();
    }
}
