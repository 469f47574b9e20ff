using System.Collections;
using Dispatch.Metrics.Otlp;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// What a session's process inherits: the environment of whoever ran <c>dispatch start</c>, less what is withheld from all sessions, less
/// what another terminal said about itself.
/// </summary>
internal static class ShellEnvironment
{
    /// <summary>Tells a program which session it runs in.</summary>
    public const string SessionVariable = "DISPATCH_SESSION";

    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        InlineSockets.Variable,
        "TMUX", "TMUX_PANE", "STY", "WINDOWID", "VTE_VERSION", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID", "COLUMNS", "LINES",
        "TERMCAP", "OLDPWD", "SHLVL", "_",
    };

    // What tells the runner where its figures go holds the collector's secrets, and would have programs report as if they were the runner.
    private static readonly string[] DroppedPrefixes = [OtlpSettings.Prefix, "ASPNETCORE_", "KITTY_", "WEZTERM_", "GHOSTTY_", "ITERM_", "VSCODE_"];

    /// <param name="inherited">The runner's own.</param>
    /// <param name="cwd">Where the process starts.</param>
    /// <param name="added">What comes on top, each over those before: the workspace's variables, then the session's.</param>
    public static IReadOnlyDictionary<string, string> Make(
        IDictionary inherited, string cwd, params IEnumerable<IReadOnlyDictionary<string, string>?> added)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in inherited)
        {
            var name = (string)variable.Key;
            if (!WithheldVariables.Include(name) && !Dropped.Contains(name) && !DroppedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                made[name] = (string?)variable.Value ?? "";
            }
        }

        made["TERM"] = "xterm-256color";
        made["COLORTERM"] = "truecolor";
        made["PWD"] = cwd;
        foreach (var (name, value) in added.SelectMany(variables => variables ?? new Dictionary<string, string>()))
        {
            made[name] = value;
        }

        return made;
    }

    /// <summary>The account's shell: what <c>SHELL</c> names when that is there, else what its entry in /etc/passwd says.</summary>
    public static string Shell(IDictionary environment)
    {
        if (environment["SHELL"] is string named && Path.IsPathRooted(named) && File.Exists(named))
        {
            return named;
        }

        var entry = File.ReadLines("/etc/passwd").Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length == 7 && fields[0] == Environment.UserName);
        return entry is not null && File.Exists(entry[6]) ? entry[6] : "/bin/sh";
    }
}
