using Dispatch.Protocol;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Files;

/// <summary>The folders of workspaces, by their ids: the one place that files are found by.</summary>
internal sealed class WorkspaceFolders(WorkspaceRegistry workspaces, DataFolder data)
{
    /// <summary>Its folder, absolute.</summary>
    /// <exception cref="FileFaultException">There is no such workspace.</exception>
    public string Find(string workspace) =>
        workspaces.Find(workspace)?.Info.Folder ?? throw new FileFaultException(WorkspaceRules.NotFound(workspace));

    public FileRoot Open(string workspace) => FileRoot.Open(Find(workspace));

    /// <summary>A folder of the runner's own for a workspace, outside the project: made when it isn't there.</summary>
    public string DataFolder(string workspace, string name)
    {
        Find(workspace);
        var folder = Path.Combine(Path.GetDirectoryName(data.WorkspaceLog(workspace))!, name);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
