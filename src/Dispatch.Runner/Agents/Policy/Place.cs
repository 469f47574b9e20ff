namespace Dispatch.Runner.Agents.Policy;

/// <summary>Where a path of an agent's leads, links and steps up followed as the kernel would.</summary>
/// <param name="Named">Below the workspace's folder as it was written; null when that is outside.</param>
/// <param name="Real">Below the workspace's folder in truth; null when it is outside, or nobody can tell.</param>
/// <param name="Path">The whole path in truth; null when nobody can tell.</param>
internal readonly record struct Place(string? Named, string? Real, string? Path)
{
    private const int MostLinks = 40;
    private const int MostCharacters = 4096;

    /// <param name="folder">The workspace's.</param>
    /// <param name="cwd">What a relative path is of.</param>
    /// <param name="path">As the agent wrote it.</param>
    /// <param name="home">What <c>~</c> stands for.</param>
    public static Place Of(string folder, string cwd, string path, string home)
    {
        if (path.Length is 0 or > MostCharacters || path.Contains('\0'))
        {
            return default;
        }

        // No system call knows it, and many programs do.
        var whole = path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : System.IO.Path.Combine(cwd, path);
        var root = Follow(folder) ?? folder;
        var real = Follow(whole);
        return new Place(
            Below(folder, System.IO.Path.GetFullPath(whole)) ?? Below(root, System.IO.Path.GetFullPath(whole)), real is null ? null : Below(root, real), real);
    }

    /// <param name="path">In truth.</param>
    /// <param name="folder">Or a file; may be called by links.</param>
    public static bool IsWithin(string path, string folder) => Below(Follow(folder) ?? folder, path) is not null;

    private static string? Below(string folder, string path)
    {
        folder = folder.TrimEnd('/');
        return path == folder || (path == "/" && folder.Length == 0) ? "" : path.StartsWith(folder + "/", StringComparison.Ordinal) ? path[(folder.Length + 1)..].TrimEnd('/') : null;
    }

    // What isn't there yet lies where its name says.
    private static string? Follow(string path)
    {
        var left = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var done = new List<string>();
        for (var links = 0; left.TryPop(out var name);)
        {
            if (name == "..")
            {
                if (done.Count > 0)
                {
                    done.RemoveAt(done.Count - 1);
                }
            }
            else if (name != ".")
            {
                done.Add(name);
                if (Target("/" + string.Join('/', done)) is not { } target)
                {
                    continue;
                }

                if (++links > MostLinks)
                {
                    return null;
                }

                done.RemoveAt(done.Count - 1);
                if (target.StartsWith('/'))
                {
                    done.Clear();
                }

                foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    left.Push(part);
                }
            }
        }

        return "/" + string.Join('/', done);
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
