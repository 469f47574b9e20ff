using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Services;

/// <summary>The folder that an agent works in: the workspace's, or its own when it was started outside of that, as in a worktree.</summary>
internal static class WorkFolder
{
    public static FileRoot Open(Session session) => FileRoot.Open(Of(session));

    public static string Of(Session session) => Of(session.Workspace.Info.Folder, session.Info.Cwd);

    /// <summary>The protocol's paths are absolute.</summary>
    public static FilePath Find(Session session, string? asked)
    {
        var path = Path.GetFullPath(asked is { Length: > 0 } ? asked : throw FileFault.BadName(""), session.Info.Cwd);
        foreach (var folder in (string[])[Of(session), Directory.ResolveLinkTarget(Of(session), returnFinalTarget: true)?.FullName ?? Of(session)])
        {
            if (Sandbox.IsWithin(path, folder))
            {
                return FilePath.Parse(path[folder.TrimEnd('/').Length..].TrimStart('/'));
            }
        }

        throw FileFault.Outside(asked);
    }

    private static string Of(string workspace, string cwd) => Sandbox.IsWithin(cwd, workspace) ? workspace : cwd;
}
