using System.Globalization;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Removal;

/// <summary>Looks what the git repositories of a folder have that is nowhere else.</summary>
internal static class RepositoryLook
{
    private const int MostRepositories = 20;
    private const int MostNamed = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task<IReadOnlyList<UnsavedWork>> LookAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var found = new List<UnsavedWork>();
        foreach (var repository in Repositories(folder))
        {
            var work = await OfAsync(repository, time, cancellation);
            if (work is { Uncommitted: > 0 } or { Unpushed: > 0 } or { Stashes: > 0 } or { Unknown: not null })
            {
                found.Add(work);
            }
        }

        return found;
    }

    // The folder itself, and those that lie side by side in it.
    private static IEnumerable<string> Repositories(string folder)
    {
        try
        {
            return [.. ((string[])[folder, .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)])
                .Where(each => Path.Exists(Path.Combine(each, ".git"))).Take(MostRepositories)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task<UnsavedWork> OfAsync(string repository, TimeProvider time, CancellationToken cancellation)
    {
        var status = await Ask("status", "--porcelain=v1", "-z", "--untracked-files=normal", "--no-renames", "--ignore-submodules=dirty");
        if (!status.Ok)
        {
            return new UnsavedWork(repository, 0, [], 0, [], 0, status.Said);
        }

        var files = status.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Length > 3 ? line[3..] : line).ToArray();

        // Not 'log': a repository may have that run a program of its choice on signatures.
        var unpushed = await Ask("rev-list", "--branches", "HEAD", "--not", "--remotes");
        var commits = unpushed.Ok ? unpushed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length : 0;
        var stashes = await Ask("rev-list", "--walk-reflogs", "refs/stash", "--");
        return new UnsavedWork(
            repository, files.Length, [.. files.Take(MostNamed)], commits, commits > 0 ? await BranchesAsync() : [],
            stashes.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        Task<GitAnswer> Ask(params string[] arguments) => GitProgram.AskAsync(repository, Patience, time, arguments, cancellation);

        async Task<IReadOnlyList<string>> BranchesAsync()
        {
            var all = await Ask("for-each-ref", "refs/heads", "--format=%(refname:short)");
            var ahead = new List<string>();
            foreach (var branch in all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(MostNamed))
            {
                var count = await Ask("rev-list", "--count", $"refs/heads/{branch}", "--not", "--remotes");
                if (!count.Ok || !int.TryParse(count.Output.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 0)
                {
                    ahead.Add(branch);
                }
            }

            return ahead;
        }
    }
}
