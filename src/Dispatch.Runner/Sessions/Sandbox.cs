using System.Diagnostics;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Workspaces.Worktrees;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// Starts programs in a bubblewrap sandbox: everything is there to be read but Dispatch's own data, what is temporary and where keys lie;
/// only the workspace can be written; no other process is seen. It ends with its first process.
/// </summary>
internal sealed class Sandbox(DataFolder data)
{
    private const string Program = "bwrap";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where keys and sign-ins of other programs lie, below the home folder.</summary>
    public static IReadOnlyList<string> Hidden { get; } =
    [
        ".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".config/gcloud", ".config/gh", ".config/git/credentials", ".local/share/keyrings", ".netrc", ".git-credentials",
        ".pgpass", ".npmrc", ".pypirc", ".cargo/credentials", ".cargo/credentials.toml", ".nuget/NuGet/NuGet.Config", ".claude", ".claude.json", ".gemini", ".codex",
    ];

    // What git would run for whoever looks at the repository from outside, as the runner does.
    private static readonly string[] Unchangeable = [".git/config", ".git/config.worktree", ".git/hooks", ".git/info"];

    private volatile bool _there;

    /// <summary>Why there is none on this machine, with the next step; null when there is one. Asked anew until there is: whoever follows the advice needs nothing else.</summary>
    public string? Missing
    {
        get
        {
            var why = _there ? null : WhyMissing();
            _there = why is null;
            return why;
        }
    }

    public static Error Unavailable(string why) => new(ErrorKind.Conflict, "session.no-sandbox", $"The session was not started, as it can't have a sandbox: {why}");

    /// <summary>The same command within; the program was found outside already.</summary>
    /// <param name="folder">The workspace's: what can be written.</param>
    /// <param name="writable">What else can be written, where it is there: an agent's own settings.</param>
    public Launch Enter(Launch launch, SandboxMode mode, string folder, string cwd, IReadOnlyList<string> writable)
    {
        var home = launch.Variables.GetValueOrDefault("HOME", "/");
        var root = Real(data.Root);
        folder = Real(folder);
        var worktree = WorktreePlace.At(data with { Root = root }, folder, Real(cwd));
        folder = worktree?.Folder ?? folder;
        var arguments = new List<string> { Program, "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL" };
        if (mode == SandboxMode.Offline)
        {
            arguments.Add("--unshare-net");
        }

        arguments.AddRange(["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp", "--tmpfs", "/run", "--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"]);

        // A program that somebody built below /tmp is what is to be started all the same; and the scripts that a shell reads lie beside the
        // runner, wherever that was put. Before what is hidden: nothing of that is to come back with them.
        if (IsWithin(launch.Program, "/tmp") || IsWithin(launch.Program, "/var/tmp"))
        {
            arguments.AddRange(["--ro-bind", launch.Program, launch.Program]);
        }

        arguments.AddRange(["--ro-bind", AppContext.BaseDirectory, AppContext.BaseDirectory]);

        // Where a session starts is there, also below /tmp; only in the workspace does it write.
        if (!IsWithin(cwd, folder))
        {
            arguments.AddRange(["--ro-bind", cwd, cwd]);
        }

        // What is inside of another comes after it, whichever way they lie.
        var inData = IsWithin(folder, root);
        if (inData)
        {
            arguments.AddRange(["--tmpfs", root]);
        }

        arguments.AddRange(["--bind", folder, folder]);
        if (!inData)
        {
            arguments.AddRange(["--tmpfs", root]);
        }

        // An agent that was installed in the data folder is there for itself, to be read.
        if (AgentFolderOf(launch.Program) is { } agent)
        {
            arguments.AddRange(["--ro-bind", agent, agent]);
        }

        BindRepository(arguments, folder);
        if (worktree is not null)
        {
            BindWorktree(arguments, worktree);
        }

        foreach (var name in Hidden.Select(name => Path.Combine(home, name)))
        {
            if (writable.Any(own => IsWithin(name, Path.Combine(home, own))))
            {
                continue;
            }

            if (Directory.Exists(name) && !IsWithin(folder, name))
            {
                arguments.AddRange(["--tmpfs", name]);
            }
            else if (File.Exists(name))
            {
                arguments.AddRange(["--ro-bind", Empty(), name]);
            }
        }

        foreach (var own in writable.Select(name => Path.Combine(home, name)))
        {
            arguments.AddRange(["--bind-try", own, own]);
        }

        arguments.AddRange(["--chdir", cwd, "--", launch.Program, .. launch.Arguments.Skip(1)]);
        return launch with { Program = Launch.Find(Program, "/", SearchPath())!, Arguments = arguments };
    }

    // A place of its own, so that nobody can put another repository in its stead.
    private static void BindRepository(List<string> arguments, string folder)
    {
        var git = Path.Combine(folder, ".git");

        // In a worktree it is a file that says where the repository is.
        arguments.AddRange([File.Exists(git) ? "--ro-bind" : "--bind-try", git, git]);
        foreach (var name in File.Exists(git) ? [] : Unchangeable.Select(name => Path.Combine(folder, name)))
        {
            arguments.AddRange(["--ro-bind-try", name, name]);
        }
    }

    // Its commits lie in the repository, and its branch: that much can be written, nothing that git would run.
    private static void BindWorktree(List<string> arguments, WorktreePlace worktree)
    {
        var (writable, kept) = worktree.Shared();
        arguments.AddRange(["--ro-bind", worktree.Git, worktree.Git]);
        foreach (var name in writable)
        {
            arguments.AddRange(["--bind", name, name]);
        }

        foreach (var name in kept)
        {
            arguments.AddRange(["--ro-bind-try", name, name]);
        }
    }

    private string? AgentFolderOf(string program) => IsWithin(program, data.Agents)
        ? Path.Combine(data.Agents, Path.GetRelativePath(data.Agents, program).Split('/')[0])
        : null;

    // Stands in for a file that isn't to be read. Not the null device: a mount without devices refuses to open it.
    private string Empty()
    {
        var path = Path.Combine(data.Run, "empty");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, []);
        }

        return path;
    }

    public static bool IsWithin(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string SearchPath() => Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin";

    private static string Real(string path) => Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    private static Process? TryStart(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? WhyMissing()
    {
        if (Launch.Find(Program, "/", SearchPath()) is not { } bubblewrap)
        {
            return "bubblewrap isn't installed (apt-get install bubblewrap, or your system's like).";
        }

        // Some systems forbid it to those who aren't root.
        var start = new ProcessStartInfo(bubblewrap, ["--ro-bind", "/", "/", "--unshare-pid", "--dev", "/dev", "--proc", "/proc", "true"]) { RedirectStandardError = true };
        using var trial = TryStart(start);
        if (trial is null)
        {
            return "bubblewrap can't be started.";
        }

        var errors = trial.StandardError.ReadToEndAsync();
        if (!trial.WaitForExit(Patience))
        {
            trial.Kill(entireProcessTree: true);
            return "bubblewrap doesn't answer.";
        }

        return trial.ExitCode == 0 ? null : $"bubblewrap can't be used here: {errors.GetAwaiter().GetResult().Trim().TrimEnd('.')}.";
    }
}
