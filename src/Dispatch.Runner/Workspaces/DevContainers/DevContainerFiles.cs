using Dispatch.Protocol.Files;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>Finds the <c>devcontainer.json</c> of a workspace, in the places that its format names, and nowhere outside the workspace.</summary>
internal static class DevContainerFiles
{
    private const int MostBytes = 1 << 20;
    private const string Name = "devcontainer.json";

    /// <exception cref="DevContainerFaultException">There is none, or it can't be used.</exception>
    public static DevContainer Read(Workspace workspace)
    {
        var folder = workspace.Info.Folder;
        using var root = FileRoot.Open(folder);
        var path = Places(root).FirstOrDefault(path => IsFile(root, path)) ?? throw DevContainerFaultException.Missing(workspace.Info.Name);
        var (file, stat) = root.OpenFile(FilePath.Parse(path));
        using (file)
        {
            if (stat.Size > MostBytes)
            {
                throw DevContainerFaultException.Broken(path, 1, "it is larger than 1 MB");
            }

            var bytes = new byte[stat.Size];
            var length = RandomAccess.Read(file, bytes, 0);
            return new DevContainerReader(path, folder, Environment.GetEnvironmentVariable).Read(bytes.AsMemory(0, length));
        }
    }

    private static IEnumerable<string> Places(FileRoot root) =>
        [$".devcontainer/{Name}", $".{Name}", .. Below(root).Order(StringComparer.Ordinal).Select(folder => $".devcontainer/{folder}/{Name}")];

    private static List<string> Below(FileRoot root)
    {
        try
        {
            using var folder = root.OpenFolder(FilePath.Parse(".devcontainer"));
            return [.. FolderReader.Read(folder, ".devcontainer").Where(entry => FolderReader.KindOf(folder, entry) == FileKind.Folder).Select(entry => entry.Name)];
        }
        catch (FileFaultException)
        {
            return [];
        }
    }

    private static bool IsFile(FileRoot root, string path)
    {
        if (root.TryOpen(FilePath.Parse(path), OpenFlags.Path | OpenFlags.CloseOnExec, 0, out var file) != 0)
        {
            return false;
        }

        using (file)
        {
            return FileStat.Of(file!, path).Kind == FileKind.File;
        }
    }
}
