using System.CommandLine;
using System.Globalization;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

internal static class RemoveWorkspaceCommand
{
    public static DispatchCommand Create()
    {
        var workspace = WorkspaceOption.Argument();
        var yes = new Option<bool>("--yes") { Description = "Remove it; else only what that would lose is told." };
        var folder = new Option<bool>("--delete-folder") { Description = "Its folder too; else that stays." };
        var loseWork = new Option<bool>("--lose-work") { Description = "Even what is in the folder's repositories and nowhere else." };
        var json = new Option<bool>("--json") { Description = "What it would lose as JSON, for programs." };
        loseWork.Validators.Add(result =>
        {
            if (result.GetValue(loseWork) && !result.GetValue(folder))
            {
                result.AddError("--lose-work is of --delete-folder: without that the folder stays");
            }
        });
        return new DispatchCommand(
            "rm",
            "Remove a workspace, its sessions and their past. Without --yes it tells what would be lost, and removes nothing.",
            "dispatch workspace rm shop                       # says what goes",
            "dispatch workspace rm shop --yes                 # the folder stays",
            "dispatch workspace rm shop --yes --delete-folder")
        {
            workspace, yes, folder, loseWork, json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = WorkspaceMatch.Find(await WorkspaceApi.ListAsync(connection, cancellation), parsed.GetRequiredValue(workspace));
            var preview = await WorkspaceApi.PreviewRemovalAsync(connection, found.Id, cancellation);
            var (isSure, withFolder) = (parsed.GetValue(yes), parsed.GetValue(folder));
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(preview, Wire.Default.WorkspaceRemoval);
            }
            else if (!isSure)
            {
                Write(found, preview, withFolder);
            }

            if (isSure)
            {
                await WorkspaceApi.RemoveAsync(connection, found.Id, preview, withFolder, parsed.GetValue(loseWork), cancellation);
            }
            else if (!parsed.GetValue(json))
            {
                Streams.Out.WriteLine("Nothing was removed. Add --yes to remove it.");
            }
        });
    }

    private static void Write(WorkspaceInfo workspace, WorkspaceRemoval preview, bool withFolder)
    {
        Streams.Out.WriteLine($"Removing the workspace '{SafeText.Line(workspace.Name)}' ({workspace.Id}):");
        if (preview.Running.Count > 0)
        {
            Line($"ends {Count(preview.Running.Count, "session")}: {SafeText.Line(string.Join(", ", preview.Running))}");
        }

        if (preview.Ended > 0)
        {
            Line($"drops the past of {Count(preview.Ended, "ended session")}");
        }

        Line(!withFolder ? $"leaves the folder {SafeText.Line(preview.Folder)}; --delete-folder deletes it"
            : preview.Keeps is { } reason ? $"can't delete the folder {SafeText.Line(preview.Folder)}: {SafeText.Line(reason)}"
            : $"deletes the folder {SafeText.Line(preview.Folder)}");
        foreach (var work in withFolder ? preview.Work ?? [] : [])
        {
            Line($"loses, with --lose-work, what is only in {SafeText.Line(work.Repository)}: {Lost(work)}");
        }
    }

    private static string Lost(UnsavedWork work) => work.Unknown is { } reason
        ? SafeText.Line($"it can't be looked at ({reason.TrimEnd('.')})")
        : string.Join("; ", new[]
        {
            work.Uncommitted > 0 ? $"{Count(work.Uncommitted, "uncommitted file")} ({Some(work.Files, work.Uncommitted)})" : null,
            work.Unpushed > 0 ? $"{Count(work.Unpushed, "unpushed commit")} on {SafeText.Line(string.Join(", ", work.Branches))}" : null,
            work.Stashes > 0 ? Count(work.Stashes, "stash", "stashes") : null,
        }.OfType<string>());

    private static string Some(IReadOnlyList<string> files, int all) =>
        SafeText.Line(string.Join(", ", files.Take(3))) + (all > 3 ? string.Create(CultureInfo.InvariantCulture, $" and {all - 3} more") : "");

    private static string Count(int count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    private static void Line(string text) => Streams.Out.WriteLine($"  {text}");
}
