using Dispatch.Cli.Agents;
using Dispatch.Cli.Attach;
using Dispatch.Cli.Backups;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Databases;
using Dispatch.Cli.Doctor;
using Dispatch.Cli.Files;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Logs;
using Dispatch.Cli.Mcp;
using Dispatch.Cli.Models;
using Dispatch.Cli.Output;
using Dispatch.Cli.Recordings;
using Dispatch.Cli.Retention;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Upgrades;
using Dispatch.Cli.Workspaces;

ChildSignal.Remember();
return await Invocation.RunAsync(
    args,
    StartCommand.Create(),
    StopCommand.Create(),
    StatusCommand.Create(),
    DoctorCommand.Create(),
    NewCommand.Create(),
    ListCommand.Create(),
    AttachCommand.Create(),
    SendCommand.Create(),
    OutputCommand.Create(),
    ScreenCommand.Create(),
    CommandsCommand.Create(),
    WaitCommand.Create(),
    RenameCommand.Create(),
    RestartCommand.Create(),
    KillCommand.Create(),
    RemoveCommand.Create(),
    AgentCommand.Create(),
    AgentsCommand.Create(),
    AnswerCommand.Create(),
    WorktreesCommand.Create(),
    ModelsCommand.Create(),
    UsageCommand.Create(),
    McpCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
    CopyCommand.Create(),
    WorkspaceCommand.Create(),
    RenderCommand.Create(),
    OpenCommand.Create(),
    KeyCommand.Create(),
    LogsCommand.Create(),
    DbCommand.Create(),
    GcCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    UpgradeCommand.Create(),
    VersionCommand.Create(),
    CompletionCommand.Create());
