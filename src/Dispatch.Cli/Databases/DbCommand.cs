using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Databases;

internal static class DbCommand
{
    public static DispatchCommand Create()
    {
        var command = new DispatchCommand("db", "Look after the databases.", "dispatch db status", "dispatch db verify");
        command.Add(VersionsCommand.Create());
        command.Add(MigrateCommand.Create());
        command.Add(VerifyCommand.Create());
        return command;
    }
}
