using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

/// <summary>Which workspace a person means: by its id, by its name, or by the beginning of its id.</summary>
internal static class WorkspaceMatch
{
    public static WorkspaceInfo Find(IReadOnlyList<WorkspaceInfo> workspaces, string text)
    {
        WorkspaceInfo[][] ways =
        [
            [.. workspaces.Where(workspace => workspace.Id == text)],
            [.. workspaces.Where(workspace => workspace.Name == text)],
            [.. workspaces.Where(workspace => text.Length > 0 && workspace.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase))],
        ];
        return ways.FirstOrDefault(found => found.Length > 0) switch
        {
            null => throw new Failure($"There is no workspace '{text}'. See what there is with: dispatch workspace ls"),
            [var one] => one,
            var several => throw new Failure($"'{text}' may be any of {several.Length} workspaces: {string.Join(", ", several.Select(Label))}. Give its id"),
        };
    }

    private static string Label(WorkspaceInfo workspace) => $"{workspace.Id} ({workspace.Name})";
}
