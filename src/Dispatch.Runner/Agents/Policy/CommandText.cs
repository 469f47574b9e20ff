using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>
/// A command as rules look at it. A rule that allows is of a command alone: where a shell would find another in it, or would write into a
/// file, no pattern fits. One that forbids fits any of the commands in it.
/// </summary>
internal static partial class CommandText
{
    private static readonly SearchValues<char> Meta = SearchValues.Create(";&|`$()<>{}\\\n\r\0");
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-");
    private static readonly char[] Between = [';', '&', '|', '`', '$', '(', ')', '<', '>', '{', '}', '\n', '\r', '"', '\''];

    /// <summary>A program and its arguments as one text. What a shell of the system's is given with <c>-c</c> is the command; what else is called so may be anything.</summary>
    public static string Of(IReadOnlyList<string> command) => command is [var shell, "-c" or "-lc", var text] && IsShell(shell) ? text : string.Join(' ', command.Select(Quoted));

    /// <summary>As a shell would be given one word.</summary>
    public static string Quoted(string word) => word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsShell(string program) =>
        Path.GetFileName(program) is "sh" or "bash" or "zsh" or "dash" && Path.GetDirectoryName(program) is "" or "/bin" or "/usr/bin";

    /// <summary>Whether a pattern that allows fits.</summary>
    public static bool IsAll(string text, string pattern) =>
        !text.AsSpan().ContainsAny(Meta) && !text.Any(c => char.IsControl(c) && c != '\t') && Matches(Spaced(text), pattern);

    /// <summary>Whether a pattern that forbids fits: it, or a command within it, by its path as by its name.</summary>
    public static bool IsAny(string text, string pattern) =>
        text.Split(Between).Append(text.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal))
            .Select(part => Prefix().Replace(Spaced(part), ""))
            .Any(part => Matches(part, pattern) || Matches(ByName(part), pattern));

    private static string ByName(string part)
    {
        var end = part.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0 ? space : part.Length;
        return part[(part.LastIndexOf('/', Math.Max(0, end - 1)) + 1)..];
    }

    private static bool Matches(string text, string pattern)
    {
        pattern = Spaced(pattern);
        var open = pattern.EndsWith(" *", StringComparison.Ordinal);
        var regex = new StringBuilder("^").Append(Regex.Escape(open ? pattern[..^2] : pattern).Replace("\\*", ".*", StringComparison.Ordinal)).Append(open ? "(?: .*)?$" : "$");
        return Regex.IsMatch(text, regex.ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    private static string Spaced(string text) => Spaces().Replace(text.Trim(), " ");

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Spaces();

    // What only says how the command after it is run.
    [GeneratedRegex(@"^(?:(?:[A-Za-z_]\w*=\S*|sudo|env|command|exec|nohup|time|then|do|else) )+")]
    private static partial Regex Prefix();
}
