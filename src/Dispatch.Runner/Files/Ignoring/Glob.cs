using System.Text;
using System.Text.RegularExpressions;

namespace Dispatch.Runner.Files.Ignoring;

/// <summary>Globs as git has them: * and ? stop at a slash, ** doesn't.</summary>
internal static class Glob
{
    public static string ToRegex(string glob)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
        {
            var c = glob[i];
            switch (c)
            {
                case '*' when glob.AsSpan(i).StartsWith("**/") && (i == 0 || glob[i - 1] == '/'):
                    regex.Append("(?:.*/)?");
                    i += 2;
                    break;
                case '*' when glob.AsSpan(i).SequenceEqual("**"):
                    regex.Append(".*");
                    i++;
                    break;
                case '*':
                    regex.Append("[^/]*");
                    break;
                case '?':
                    regex.Append("[^/]");
                    break;
                case '[' when glob.IndexOf(']', i + 2 < glob.Length ? i + 2 : i) is var end and > 0:
                    var inside = glob[(i + 1)..end];
                    var negated = inside[0] is '!' or '^';
                    regex.Append('[').Append(negated ? "^/" : "").Append((negated ? inside[1..] : inside).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                    i = end;
                    break;
                case '\\' when i + 1 < glob.Length:
                    regex.Append(Regex.Escape(glob[++i].ToString()));
                    break;
                default:
                    regex.Append(Regex.Escape(c.ToString()));
                    break;
            }
        }

        return regex.Append('$').ToString();
    }

    /// <summary>A glob as people write it into a field: without a slash it is of names anywhere, and a folder stands for all in it.</summary>
    public static Regex Of(string glob)
    {
        glob = glob.Trim().TrimStart('/').TrimEnd('/');
        var alone = ToRegex(glob.Contains('/', StringComparison.Ordinal) ? glob : "**/" + glob);
        return new Regex(alone[..^1] + "(?:/.*)?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
