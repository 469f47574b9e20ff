using System.Text.RegularExpressions;
using Dispatch.Runner.Files.Ignoring;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>The files that a rule is of: as git has globs, so without a slash it is of names anywhere, and with one in front of the workspace's own folder.</summary>
internal static class PathPattern
{
    public static Regex Of(string pattern) => pattern.StartsWith('/')
        ? new Regex(Glob.ToRegex(pattern.Trim('/'))[..^1] + "(?:/.*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
        : Glob.Of(pattern);
}
