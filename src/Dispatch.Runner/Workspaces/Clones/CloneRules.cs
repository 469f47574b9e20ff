using System.Text.RegularExpressions;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.Clones;

/// <summary>What may be cloned, and what git's failures mean.</summary>
internal static partial class CloneRules
{
    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "clone.not-found", $"There is no clone '{id}', or it ended a while ago. 'dispatch workspace ls' lists the workspaces there are.");

    public static Error TooMany(int most) => new(
        ErrorKind.Conflict, "clone.too-many", $"{most} clones go on, as many as may. Wait for one, or cancel one.");

    /// <summary>Null when git may be given it. What begins with a dash would be an option, and with a transport's helper any command.</summary>
    public static Error? Url(string? url) =>
        string.IsNullOrWhiteSpace(url) || url.Length > 4096 || url[0] == '-' || url.Any(char.IsControl) || Helper().IsMatch(url)
            ? new Error(ErrorKind.Invalid, "clone.bad-url", "This is no address of a git repository. Give one as git clone takes it: https://…, ssh://…, git@host:path, or a path.")
            : null;

    /// <summary>The repository's name: the last part of its address.</summary>
    public static string NameOf(string url)
    {
        var path = url.TrimEnd('/');
        path = path.EndsWith("/.git", StringComparison.Ordinal) ? path[..^5] : path;
        var last = path[(path.LastIndexOfAny(['/', ':']) + 1)..];
        last = last.EndsWith(".git", StringComparison.Ordinal) ? last[..^4] : last;
        return last.Length is > 0 and <= WorkspaceRules.LongestName && last is not ("." or "..") ? last : "repository";
    }

    /// <summary>Without the password that an address may have.</summary>
    public static string Public(string url) => Password().Replace(url, "$1***@");

    /// <param name="said">The end of what git printed, without secrets.</param>
    public static (string Code, string Reason) Failure(string url, string said)
    {
        var last = LastLine(said);
        if (Credentials().IsMatch(said))
        {
            return ("clone.needs-credentials",
                $"{url} can't be cloned without credentials ({last}), and a clone asks for none. Give git a credential helper or ssh a key without a passphrase (or an agent), or clone it in a terminal and open the folder.");
        }

        return ("clone.failed", $"{url} could not be cloned: {last}. Correct the address, or see to the network, and clone again.");
    }

    private static string LastLine(string said) =>
        said.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal))
            is { } line ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.') : "git gave no reason";

    [GeneratedRegex(@"^[A-Za-z0-9+.-]+::")]
    private static partial Regex Helper();

    [GeneratedRegex(@"^([a-z][a-z0-9+.-]*://)[^/@]*@", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("Authentication failed|could not read (Username|Password)|terminal prompts disabled|Permission denied \\(|Host key verification failed|Access denied")]
    private static partial Regex Credentials();
}
