using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Recordings;

internal static class ImportCommand
{
    public static DispatchCommand Create()
    {
        var file = new Argument<string>("file") { Description = "An asciicast (v2, v3). - is standard input." };
        var name = new Option<string>("--name") { Description = "What to call the session; else the recording's own title.", HelpName = "NAME" };
        return new DispatchCommand(
            "import",
            "Make an ended session of a recording and print its id, nothing else.",
            "dispatch import demo.cast",
            "dispatch import - --name demo < demo.cast")
        {
            file, name, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            await using var recording = RecordingFile.Open(parsed.GetRequiredValue(file));
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));
            Streams.Out.WriteLine((await SessionApi.ImportAsync(connection, workspace, recording, parsed.GetValue(name), cancellation)).Id);
        });
    }
}
