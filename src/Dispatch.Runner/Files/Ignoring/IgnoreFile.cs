using System.Text.RegularExpressions;

namespace Dispatch.Runner.Files.Ignoring;

/// <summary>The rules of one <c>.gitignore</c>, as gitignore(5) has them.</summary>
internal sealed class IgnoreFile
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly List<Rule> _rules = [];

    private IgnoreFile()
    {
    }

    public static IgnoreFile Parse(string text)
    {
        var file = new IgnoreFile();
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            while (line.EndsWith(' ') && !line.EndsWith("\\ ", StringComparison.Ordinal))
            {
                line = line[..^1];
            }

            if (line.Length > 0 && line[0] != '#' && ParseRule(line) is { } rule)
            {
                file._rules.Add(rule);
            }
        }

        return file;
    }

    /// <summary>Null when no rule is about it; else what the last one that is says.</summary>
    /// <param name="path">From the folder of the file.</param>
    /// <param name="name">Its last part.</param>
    /// <param name="folder">Whether it is a folder.</param>
    public bool? Decide(string path, string name, bool folder)
    {
        for (var i = _rules.Count - 1; i >= 0; i--)
        {
            if ((folder || !_rules[i].FoldersOnly) && _rules[i].Matches(path, name))
            {
                return _rules[i].Ignores;
            }
        }

        return null;
    }

    private static Rule? ParseRule(string line)
    {
        var ignores = line[0] != '!';
        var pattern = ignores ? line : line[1..];
        var foldersOnly = pattern.EndsWith('/');
        pattern = pattern.TrimEnd('/');
        if (pattern.Length == 0)
        {
            return null;
        }

        // With a slash anywhere but at its end it is of this folder; without one, of any below.
        var anchored = pattern.Contains('/', StringComparison.Ordinal);
        pattern = pattern.TrimStart('/');
        if (!anchored && pattern.AsSpan().IndexOfAny("*?[\\") < 0)
        {
            return new Rule(ignores, foldersOnly, pattern, null, false);
        }

        try
        {
            return new Rule(ignores, foldersOnly, null, new Regex(Glob.ToRegex(pattern), RegexOptions.CultureInvariant, Longest), anchored);
        }
        catch (ArgumentException)
        {
            // No pattern to git either: it ignores nothing.
            return null;
        }
    }

    private sealed record Rule(bool Ignores, bool FoldersOnly, string? Name, Regex? Pattern, bool Anchored)
    {
        public bool Matches(string path, string name)
        {
            try
            {
                return Name is not null ? name == Name : Pattern!.IsMatch(Anchored ? path : name);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }
    }
}
