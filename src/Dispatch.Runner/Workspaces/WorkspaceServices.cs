using Dispatch.Runner.Workspaces.Clones;
using Dispatch.Runner.Workspaces.Presets;
using Dispatch.Runner.Workspaces.Removal;
using Dispatch.Runner.Workspaces.TemplateSources;
using Dispatch.Runner.Workspaces.Variables;
using Dispatch.Runner.Workspaces.Worktrees;

namespace Dispatch.Runner.Workspaces;

internal static class WorkspaceServices
{
    public static void AddWorkspaces(this IServiceCollection services) => services
        .AddSingleton<WorkspaceOpening>()
        .AddSingleton<WorkspaceRegistry>()
        .AddSingleton<WorkspacePlaces>()
        .AddSingleton<WorkspaceCreation>()
        .AddSingleton<TemplateWorkspaces>()
        .AddSingleton<PresetStart>()
        .AddSingleton<SecretVariables>()
        .AddSingleton<WorktreeKeeper>()
        .AddSingleton<Leftovers>()
        .AddSingleton<RepositoryClones>()
        .AddSingleton<TemplateAdditions>()
        .AddSingleton<WorkspaceRemover>();
}
