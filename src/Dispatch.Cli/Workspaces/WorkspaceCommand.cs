using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Workspaces;

internal static class WorkspaceCommand
{
    public static DispatchCommand Create()
    {
        var command = new DispatchCommand(
            "workspace",
            "Make workspaces, list, rename, put away and remove them. Each is a folder with its own sessions.",
            "dispatch workspace new shop --template node",
            "dispatch workspace clone https://example.com/shop.git",
            "dispatch workspace ls");
        command.Add(ListWorkspacesCommand.Create());
        command.Add(NewWorkspaceCommand.Create());
        command.Add(CloneCommand.Create());
        command.Add(TemplatesCommand.Create());
        command.Add(PresetCommand.Create());
        command.Add(EnvironmentCommand.Create());
        command.Add(DevContainerCommand.Create());
        command.Add(RenameWorkspaceCommand.Create());
        command.Add(ArchiveCommand.Create());
        command.Add(RemoveWorkspaceCommand.Create());
        return command;
    }
}
