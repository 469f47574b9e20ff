using Dispatch.Protocol;

namespace Dispatch.Runner.Workspaces;

/// <summary>The workspaces that a data folder has a log of, by name.</summary>
internal static class LogFolders
{
    public static IReadOnlyList<string> Of(DataFolder data) => Directory.Exists(data.Workspaces)
        ? [.. Directory.EnumerateDirectories(data.Workspaces).Select(folder => Path.GetFileName(folder))
            .Where(workspace => !workspace.StartsWith('.') && File.Exists(data.WorkspaceLog(workspace))).Order(StringComparer.Ordinal)]
        : [];
}
