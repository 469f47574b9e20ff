using System.Text.RegularExpressions;

namespace Dispatch.Architecture.Tests;

/// <summary>A file of source code.</summary>
/// <param name="Path">Relative to the repository, with slashes.</param>
/// <param name="Text">All of it.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    public int Lines => Text.Split('\n').Length - (Text.EndsWith('\n') ? 1 : 0);

    /// <summary>The text without its comments, which may name what the code may not.</summary>
    public string Code => Comments().Replace(Text, match => match.Value[0] == '/' ? " " : match.Value);

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public bool HasFolder(string name) => Path.Contains($"/{name}/", StringComparison.Ordinal);

    // A string is matched first, so that "http://" isn't taken for a comment.
    [GeneratedRegex("""
        "(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*[\s\S]*?\*/
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comments();
}
