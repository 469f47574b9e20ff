using System.Text.RegularExpressions;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Files.Ignoring;

namespace Dispatch.Runner.Files.Search;

/// <summary>What is looked for, as a regular expression of .NET, and where.</summary>
internal sealed class SearchPattern
{
    private const int Longest = 2000;
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(1);

    private readonly Regex[] _include;
    private readonly Regex[] _exclude;

    private SearchPattern(Regex regex, Regex[] include, Regex[] exclude) => (Regex, _include, _exclude) = (regex, include, exclude);

    public Regex Regex { get; }

    public static SearchPattern Of(SearchFiles search)
    {
        if (string.IsNullOrEmpty(search.Query) || search.Query.Length > Longest || search.Query.Contains('\0', StringComparison.Ordinal))
        {
            throw Invalid($"What to look for has 1 to {Longest} characters");
        }

        var text = search.Regex ? search.Query : Regex.Escape(search.Query);
        text = search.Word ? $@"\b(?:{text})\b" : text;
        var options = RegexOptions.CultureInvariant | RegexOptions.Multiline | (search.CaseSensitive ? 0 : RegexOptions.IgnoreCase);
        return new SearchPattern(Make(text, options), Globs(search.Include), Globs(search.Exclude));
    }

    public bool Takes(string path) =>
        (_include.Length == 0 || _include.Any(glob => glob.IsMatch(path))) && !_exclude.Any(glob => glob.IsMatch(path));

    // One that takes no longer for any text, where the expression allows it.
    private static Regex Make(string text, RegexOptions options)
    {
        try
        {
            return new Regex(text, options | RegexOptions.NonBacktracking, LongestMatch);
        }
        catch (NotSupportedException)
        {
            return new Regex(text, options, LongestMatch);
        }
        catch (ArgumentException e)
        {
            throw Invalid(e.Message.TrimEnd('.'));
        }
    }

    private static Regex[] Globs(IReadOnlyList<string>? globs)
    {
        try
        {
            return [.. (globs ?? []).Where(glob => !string.IsNullOrWhiteSpace(glob)).Select(Glob.Of)];
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Invalid(e.Message.TrimEnd('.'));
        }
    }

    public static FileFaultException Invalid(string why) => new(new Error(
        ErrorKind.Invalid, "file.query-invalid", $"This can't be looked for: {why}. Correct it, or look for it as plain text."));
}
