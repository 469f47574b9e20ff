using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Terminals.ShellIntegration;

/// <summary>
/// Makes an interactive shell read a script beside its own files, after which it marks its prompts and commands: docs/shell-integration.md.
/// </summary>
internal sealed class ShellIntegrator(bool on)
{
    /// <summary>The prefix under which a script finds what the user had in the variable that it was started by, and puts it back.</summary>
    private const string Kept = "DISPATCH_USER_";

    /// <summary>What fish looks through when the variable isn't set.</summary>
    private const string DataFolders = "/usr/local/share:/usr/share";

    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "shell-integration");

    /// <summary>The command as it is to be started: the same one unless it is a shell that is known.</summary>
    public Launch Integrate(Launch launch)
    {
        var hook = on ? HookOf(launch) : null;

        // Without its script, bash would read nothing in the place of the user's own file.
        return hook is not null && File.Exists(hook.Script) ? Add(hook, launch) : launch;
    }

    private static Hook? HookOf(Launch launch) => InteractiveShell.Of(launch.Arguments) switch
    {
        // In POSIX mode by the user's own wish bash reads other files than those that the scripts stand in for.
        { Name: "bash" } when launch.Variables.ContainsKey("POSIXLY_CORRECT") => null,
        { Name: "bash", Login: false } => new Hook(Script("bash/rc.bash"), ["--rcfile", Script("bash/rc.bash")], null),
        { Name: "bash" } => new Hook(Script("bash/login.bash"), ["--posix"], ("ENV", Script("bash/login.bash"))),
        { Name: "zsh" } => new Hook(Script("zsh/.zshenv"), [], ("ZDOTDIR", Script("zsh"))),
        { Name: "fish" } => new Hook(
            Script("fish/vendor_conf.d/dispatch.fish"), [],
            ("XDG_DATA_DIRS", $"{Scripts}:{launch.Variables.GetValueOrDefault("XDG_DATA_DIRS", DataFolders)}")),
        _ => null,
    };

    private static Launch Add(Hook hook, Launch launch)
    {
        var variables = launch.Variables.ToDictionary(StringComparer.Ordinal);
        if (hook.Variable is var (name, value))
        {
            variables.Remove(Kept + name);
            if (variables.TryGetValue(name, out var own))
            {
                variables[Kept + name] = own;
            }

            variables[name] = value;
        }

        return launch with
        {
            Arguments = [launch.Arguments[0], .. hook.Options, .. launch.Arguments.Skip(1)],
            Variables = variables,
        };
    }

    private static string Script(string name) => Path.Combine(Scripts, name);

    /// <param name="Script">The file that the shell is to read.</param>
    /// <param name="Options">Put before the command's own: bash wants long options first.</param>
    /// <param name="Variable">Set, with what it had before kept for the script.</param>
    private sealed record Hook(string Script, IReadOnlyList<string> Options, (string Name, string Value)? Variable);
}
