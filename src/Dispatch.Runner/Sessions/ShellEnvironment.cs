using System.Collections;
using Dispatch.Protocol;

namespace Dispatch.Runner.Sessions;

/// <summary>
/// What a session's process inherits: the environment of whoever ran <c>dispatch start</c>, less what is Dispatch's own, less every model
/// provider's key, less what another terminal said about itself.
/// </summary>
internal static class ShellEnvironment
{
    /// <summary>Tells a program which session it runs in.</summary>
    public const string SessionVariable = "DISPATCH_SESSION";

    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "TERMINAL_KEY", InlineSockets.Variable,
        "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY",
        "GOOGLE_GENERATIVE_AI_API_KEY", "MISTRAL_API_KEY", "GROQ_API_KEY", "OPENROUTER_API_KEY", "XAI_API_KEY", "DEEPSEEK_API_KEY",
        "COHERE_API_KEY", "TOGETHER_API_KEY", "FIREWORKS_API_KEY", "PERPLEXITY_API_KEY", "CEREBRAS_API_KEY", "HF_TOKEN",
        "TMUX", "TMUX_PANE", "STY", "WINDOWID", "VTE_VERSION", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID", "COLUMNS", "LINES",
        "TERMCAP", "OLDPWD", "SHLVL", "_",
    };

    private static readonly string[] DroppedPrefixes = ["DISPATCH_", "ASPNETCORE_", "KITTY_", "WEZTERM_", "GHOSTTY_", "ITERM_", "VSCODE_"];

    public static IReadOnlyDictionary<string, string> Make(
        IDictionary inherited, string cwd, IReadOnlyDictionary<string, string>? added)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in inherited)
        {
            var name = (string)variable.Key;
            if (!Dropped.Contains(name) && !DroppedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                made[name] = (string?)variable.Value ?? "";
            }
        }

        made["TERM"] = "xterm-256color";
        made["COLORTERM"] = "truecolor";
        made["PWD"] = cwd;
        foreach (var (name, value) in added ?? new Dictionary<string, string>())
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
