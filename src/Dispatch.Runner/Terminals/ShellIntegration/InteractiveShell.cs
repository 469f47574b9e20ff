namespace Dispatch.Runner.Terminals.ShellIntegration;

/// <summary>A shell that a person will type into, as its command tells.</summary>
/// <param name="Name">Its own name: <c>bash</c>.</param>
/// <param name="Login">Whether it reads the files of a login shell.</param>
internal sealed record InteractiveShell(string Name, bool Login)
{
    /// <summary>Null for anything else: another program, a script, <c>-c</c>, or an option that changes which files the shell reads.</summary>
    public static InteractiveShell? Of(IReadOnlyList<string> command)
    {
        var called = Path.GetFileName(command[0]);
        var options = command.Skip(1).ToList();
        var login = called.StartsWith('-') || options.Any(option => option == "--login" || (Short(option) && option.Contains('l', StringComparison.Ordinal)));
        return options.All(option => option is "--login" or "--interactive" || Short(option))
            ? new InteractiveShell(called.TrimStart('-'), login)
            : null;
    }

    /// <summary>Those that all shells have: <c>-i</c>, <c>-l</c>, <c>-il</c>.</summary>
    private static bool Short(string option) => option.Length > 1 && option[0] == '-' && option.AsSpan(1).IndexOfAnyExcept('i', 'l') < 0;
}
