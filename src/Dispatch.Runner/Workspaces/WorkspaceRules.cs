using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces;

/// <summary>What may be asked of workspaces: each refusal says what would be right.</summary>
internal static class WorkspaceRules
{
    public const int LongestName = 100;

    public static readonly Error Home = new(
        ErrorKind.Conflict, "workspace.home", "The workspace of the home folder is always there: it can be renamed, and neither put away nor removed.");

    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "workspace.not-found", $"There is no workspace '{id}' here. 'dispatch workspace ls' lists those there are.");

    public static Error Broken(BrokenWorkspace broken) => new(
        ErrorKind.Unavailable, "workspace.broken",
        $"The workspace '{broken.Id}' can't be opened: {broken.Reason.TrimEnd('.')}. Put its log right and restart the runner (dispatch upgrade)"
        + (broken.Id == Workspace.Default ? "." : ", or remove the workspace."));

    public static Error StillRuns(string name, IReadOnlyList<string> running) => new(
        ErrorKind.Conflict, "workspace.still-runs", $"Something still runs in the workspace '{name}': {Names(running)}. End it first.");

    public static Error FolderTaken(string folder, string workspace) => new(
        ErrorKind.Conflict, "workspace.folder-taken", $"The folder {folder} is that of the workspace '{workspace}' already. Open that one, or name another folder.");

    public static Error FolderMissing(string folder) => new(
        ErrorKind.Invalid, "workspace.folder-missing", $"The folder {folder} isn't there, or is no folder. Name one that is, or have a new one made.");

    public static Error FolderInUse(string folder) => new(
        ErrorKind.Conflict, "workspace.folder-not-empty", $"There is something at {folder} already. Open it as a folder that is there, or name another for the new one.");

    public static Error FolderUnusable(string folder, string cause) => new(
        ErrorKind.Invalid, "workspace.folder-unusable", $"The folder {folder} can't be made: {cause.TrimEnd('.')}. Name another.");

    public static Error FolderOfData(string folder) => new(
        ErrorKind.Invalid, "workspace.folder-of-data", $"The folder {folder} is where Dispatch keeps its own things. Name another.");

    public static Error? Name(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)
            ? new Error(ErrorKind.Invalid, "workspace.bad-name", $"A workspace's name has 1 to {LongestName} characters and no control characters.")
            : null;

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= 3 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
