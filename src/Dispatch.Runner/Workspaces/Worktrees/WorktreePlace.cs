using Dispatch.Protocol;

namespace Dispatch.Runner.Workspaces.Worktrees;

/// <summary>Where a worktree lies, and the repository that it is of. What is in its own <c>.git</c> file isn't asked: whoever works in it could have written that.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="Git">The repository's <c>.git</c> folder.</param>
internal sealed record WorktreePlace(string Name, string Folder, string Git)
{
    /// <summary>Names of its branches are below this, and of no others.</summary>
    public const string Prefix = "dispatch";

    public string Branch => $"{Prefix}/{Name}";

    /// <summary>What the repository keeps of it alone.</summary>
    public string Own => Path.Combine(Git, "worktrees", Name);

    /// <summary>Whether what the repository keeps under that name is of this worktree, and not of another that somebody made.</summary>
    public bool IsOwn()
    {
        var link = Path.Combine(Own, "gitdir");
        return File.Exists(link) && File.ReadAllText(link).Trim() == Path.Combine(Folder, ".git");
    }

    public static string All(DataFolder data, string workspace) => Path.Combine(data.Worktrees, workspace);

    public static WorktreePlace Of(DataFolder data, string workspace, string git, string name) => new(name, Path.Combine(All(data, workspace), name), git);

    /// <summary>The one that a folder lies in; null for one that is elsewhere.</summary>
    /// <param name="workspaceFolder">Where its repository is.</param>
    public static WorktreePlace? At(DataFolder data, string workspaceFolder, string folder)
    {
        var parts = Path.GetRelativePath(data.Worktrees, folder).Split('/');
        return parts is [not ".." and not "/", not "..", ..] && parts.All(part => part is not ("." or "..")) && Directory.Exists(folder) && Repository(workspaceFolder) is { } git
            ? new WorktreePlace(parts[1], Path.Combine(data.Worktrees, parts[0], parts[1]), git)
            : null;
    }

    /// <summary>The <c>.git</c> folder of the repository that a folder is in; null when it is in none, or in a worktree of one.</summary>
    public static string? Repository(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var git = Path.Combine(at, ".git");
            if (Path.Exists(git))
            {
                return Directory.Exists(git) ? git : null;
            }
        }

        return null;
    }

    /// <summary>What may be written of the repository by who works in it; and what of that may not.</summary>
    public (string[] Writable, string[] Kept) Shared()
    {
        string[] writable = [Path.Combine(Git, "objects"), Path.Combine(Git, "refs", "heads", Prefix), Path.Combine(Git, "logs", "refs", "heads", Prefix), Own];
        foreach (var folder in writable)
        {
            // Git takes those away that are empty.
            Directory.CreateDirectory(folder);
        }

        // With settings of its own it could have programs run by whoever looks at it from outside.
        var settings = Own + "/config.worktree";
        if (!File.Exists(settings))
        {
            File.WriteAllBytes(settings, []);
        }

        return (writable, [Path.Combine(Git, "objects", "info"), Path.Combine(Own, "commondir"), Path.Combine(Own, "gitdir"), settings]);
    }
}
