using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class CloneCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);

    public static DispatchCommand Create()
    {
        var url = new Argument<string>("url") { Description = "The repository, as git clone takes it." };
        url.Validators.Add(UsageError.RefuseUnknownOption);
        var folder = new Option<string>("--folder") { Description = "Where to; else a new folder of its name in ~/workspaces.", HelpName = "DIR" };
        var name = new Option<string>("--name") { Description = "What to call the workspace; else as the repository.", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "What was made as JSON, for programs." };
        return new DispatchCommand(
            "clone",
            "Make a workspace of a git repository and print its id, nothing else. Ctrl-C cancels it and leaves nothing.",
            "dispatch workspace clone https://example.com/shop.git",
            "dispatch workspace clone git@example.com:shop.git --folder ~/src/shop")
        {
            url, folder, name, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var request = new CloneRepository(parsed.GetRequiredValue(url), CallersFolder.Of(parsed.GetValue(folder)), parsed.GetValue(name));
            var clone = await WorkspaceApi.CloneAsync(connection, request, cancellation);
            try
            {
                clone = await FollowAsync(connection, clone, cancellation);
            }
            catch (OperationCanceledException)
            {
                using var patience = new CancellationTokenSource(CancelPatience);
                await WorkspaceApi.CancelCloneAsync(connection, clone.Id, patience.Token);
                throw;
            }

            if (clone.Workspace is not { } made)
            {
                throw new Failure(clone.Reason ?? "The clone was cancelled elsewhere; nothing of it is left");
            }

            if (parsed.GetValue(json))
            {
                JsonOutput.Write(made, Wire.Default.WorkspaceInfo);
            }
            else
            {
                Streams.Out.WriteLine(made.Id);
            }
        });
    }

    private static async Task<CloneInfo> FollowAsync(ServerConnection connection, CloneInfo clone, CancellationToken cancellation)
    {
        var line = new ProgressLine();
        while (clone.State == "running")
        {
            await Task.Delay(Pause, cancellation);
            clone = await WorkspaceApi.GetCloneAsync(connection, clone.Id, cancellation);
            line.Tell(clone.Doing, clone.Percent);
        }

        line.Clear();
        return clone;
    }
}
