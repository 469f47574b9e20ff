using System.Text.RegularExpressions;

namespace Dispatch.Runner.Files.Ignoring;

/// <summary>The rules of one <c>.gitignore</c>, as gitignore(5) has them.</summary>
internal sealed class IgnoreFile
{
    public const string Name = ".gitignore";

    private const string Special = "*?[\\";

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    private readonly List<Rule> _rules = [];

    private IgnoreFile()
    {
    }

    public static IgnoreFile Parse(string text)
    {
        var file = new IgnoreFile();
        foreach (var raw in text.TrimStart('\uFEFF').Split('\n'))
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

        // Nearly all rules are a name, or an ending: these are compared with every file that there is.
        if (pattern.AsSpan().IndexOfAny(Special) < 0)
        {
            return new Rule(ignores, foldersOnly, anchored) { Name = pattern };
        }

        if (!anchored && pattern[0] == '*' && pattern.AsSpan(1).IndexOfAny(Special) < 0)
        {
            return new Rule(ignores, foldersOnly, anchored) { Ending = pattern[1..] };
        }

        try
        {
            return new Rule(ignores, foldersOnly, anchored) { Pattern = new Regex(Glob.ToRegex(pattern), RegexOptions.CultureInvariant, Longest) };
        }
        catch (ArgumentException)
        {
            // No pattern to git either: it ignores nothing.
            return null;
        }
    }

    private sealed record Rule(bool Ignores, bool FoldersOnly, bool Anchored)
    {
        public string? Name { get; init; }

        public string? Ending { get; init; }

        public Regex? Pattern { get; init; }

        public bool Matches(string path, string name)
        {
            var subject = Anchored ? path : name;
            try
            {
                return Name is not null ? subject == Name : Ending is not null ? subject.EndsWith(Ending, StringComparison.Ordinal) : Pattern!.IsMatch(subject);
            }
            catch (RegexMatchTimeoutException)
            {
                return false;
            }
        }
    }
}
