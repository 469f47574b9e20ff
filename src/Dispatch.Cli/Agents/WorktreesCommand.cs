using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Spectre.Console;

namespace Dispatch.Cli.Agents;

/// <summary>The git worktrees that agents of a workspace work in.</summary>
internal static class WorktreesCommand
{
    private static readonly string[] Headings = ["NAME", "AHEAD", "BEHIND", "UNCOMMITTED", "SESSIONS", "FOLDER"];

    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        var command = new DispatchCommand(
            "worktrees",
            "List the git worktrees that agents work in, with what each has that isn't merged.",
            "dispatch worktrees",
            "dispatch agent --worktree --yes \"make the tests pass\"",
            "dispatch worktrees merge claude-1 --message \"Tests pass\"")
        {
            json, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var list = await WorktreeApi.ListAsync(connection, await WorkspaceAsync(connection, parsed, cancellation), cancellation);
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(list.Items, Wire.Default.Worktree);
            }
            else if (list.Items.Count == 0)
            {
                Streams.Error.WriteLine(list.Missing is { } missing ? SafeText.Line(missing) : "There is no worktree. Start an agent in one with: dispatch agent --worktree PROMPT");
            }
            else
            {
                TextTable.Write(width => TextTable.Build(Headings, [.. list.Items.Select(Cells)], [5], width, (row, _) => list.Items[row].Problem is not null ? new Style(Color.Red) : Style.Plain));
            }
        });
        command.Add(Merge());
        command.Add(Remove());
        return command;
    }

    private static DispatchCommand Merge()
    {
        var name = Name();
        var message = new Option<string>("--message", "-m") { Description = "Commit what isn't committed in it with this message first.", HelpName = "TEXT" };
        return new DispatchCommand(
            "merge",
            "Merge a worktree's branch into the branch that the workspace has checked out, or nothing of it. The worktree stays.",
            "dispatch worktrees merge claude-1",
            "dispatch worktrees merge claude-1 -m \"Tests pass\"")
        {
            name, message, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceAsync(connection, parsed, cancellation);
            var merged = await WorktreeApi.MergeAsync(connection, workspace, parsed.GetRequiredValue(name), parsed.GetValue(message), cancellation);
            Streams.Error.WriteLine($"Merged {merged.Branch} into {SafeText.Line(merged.Base ?? "the workspace")}. Remove the worktree with: dispatch worktrees rm {merged.Name}");
        });
    }

    private static DispatchCommand Remove()
    {
        var name = Name();
        var lose = new Option<bool>("--lose-work") { Description = "Even with work that is nowhere else." };
        return new DispatchCommand(
            "rm",
            "Remove a worktree and its branch. One with uncommitted files or unmerged commits stays, unless they are to be lost.",
            "dispatch worktrees rm claude-1")
        {
            name, lose, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            await WorktreeApi.RemoveAsync(connection, await WorkspaceAsync(connection, parsed, cancellation), parsed.GetRequiredValue(name), parsed.GetValue(lose), cancellation);
        });
    }

    private static Argument<string> Name()
    {
        var name = new Argument<string>("name") { Description = "Which, as 'dispatch worktrees' names it." };
        name.Validators.Add(UsageError.RefuseUnknownOption);
        return name;
    }

    private static async Task<string> WorkspaceAsync(ServerConnection connection, ParseResult parsed, CancellationToken cancellation) =>
        WorkspaceOption.Id(await WorkspaceOption.FindAsync(connection, parsed, cancellation));

    private static string[] Cells(Worktree worktree) =>
    [
        worktree.Name,
        worktree.Problem is null ? $"{worktree.Ahead}" : "?",
        worktree.Problem is null ? $"{worktree.Behind}" : "?",
        worktree.Problem is null ? $"{worktree.Uncommitted}" : "?",
        $"{worktree.Sessions.Count}",
        SafeText.Line(worktree.Problem ?? worktree.Folder),
    ];
}
