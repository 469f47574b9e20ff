using System.CommandLine;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Commands;

internal static class CompletionCommand
{
    /// <summary>Each asks this program for the words that may follow (System.CommandLine's <c>[suggest]</c> directive).</summary>
    private const string Bash = """
        _dispatch() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _dispatch dispatch ./dispatch
        """;

    private const string Zsh = """
        #compdef dispatch
        _dispatch() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#${BUFFER[1,CURSOR]}}]" "${BUFFER}" 2>/dev/null)}")
            compadd -- "${(@)found:#}"
        }
        if [ "$funcstack[1]" = "_dispatch" ]; then _dispatch "$@"; else compdef _dispatch dispatch; fi
        """;

    private const string Fish = """
        function __dispatch_complete
            set -l line (commandline -cp)
            set -l program (commandline -opc)[1]
            $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c dispatch -f -a '(__dispatch_complete)'
        """;

    public static DispatchCommand Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        return new DispatchCommand(
            "completion",
            "Print a script that completes commands, options and session names on Tab.",
            "source <(dispatch completion bash)                                 # in ~/.bashrc",
            "dispatch completion zsh > \"${fpath[1]}/_dispatch\"",
            "dispatch completion fish > ~/.config/fish/completions/dispatch.fish")
        {
            shell,
        }.Runs((parsed, _) =>
        {
            Streams.Out.WriteLine(parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return Task.CompletedTask;
        });
    }
}
