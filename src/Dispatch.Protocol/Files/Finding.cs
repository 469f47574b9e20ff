using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Files;

/// <summary>A file found by a part of its path.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Ranges">Where what was typed is in it: pairs of first and one past the last character (UTF-16 units).</param>
public sealed record FoundFile(string Path, IReadOnlyList<IReadOnlyList<int>> Ranges);

/// <summary>The files that fit best what was typed, the best first.</summary>
/// <param name="Files">No more than asked for.</param>
/// <param name="Total">How many fit in all.</param>
/// <param name="Complete">False while the workspace is still being looked through, or has more files than are kept in mind.</param>
public sealed record FoundFiles(IReadOnlyList<FoundFile> Files, int Total, bool Complete);

/// <summary>What to look for in files. Body of <c>POST …/files/search</c>.</summary>
public record SearchFiles
{
    /// <summary>A text, or a regular expression.</summary>
    public required string Query { get; init; }

    /// <summary>True: <see cref="Query"/> is a regular expression.</summary>
    public bool Regex { get; init; }

    public bool CaseSensitive { get; init; }

    /// <summary>True: only whole words.</summary>
    public bool Word { get; init; }

    /// <summary>Globs of paths to look in; everywhere when absent or empty.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Globs of paths to leave out.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>True: in ignored files and folders too.</summary>
    public bool Ignored { get; init; }

    /// <summary>Matches after which it ends, at most 20000; 2000 when absent.</summary>
    public int? Limit { get; init; }
}

/// <summary>A line of a search's answer, as JSON; <c>type</c> names it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SearchMatch), "match")]
[JsonDerivedType(typeof(SearchDone), "done")]
public abstract record SearchLine;

/// <summary>A line of a file that has what is looked for.</summary>
/// <param name="Path">The file's path.</param>
/// <param name="Line">The line's number, from 1.</param>
/// <param name="Column">Of the first match in the line, from 1, in characters (UTF-16 units).</param>
/// <param name="Text">The line without its end; cut around the first match when it is very long.</param>
/// <param name="Ranges">The matches in <paramref name="Text"/>: pairs of first and one past the last character.</param>
/// <param name="Revision">What the file was when it was looked through, to be given when something in it is replaced; one that no file has when it changed meanwhile.</param>
public sealed record SearchMatch(string Path, int Line, int Column, string Text, IReadOnlyList<IReadOnlyList<int>> Ranges, string Revision) : SearchLine;

/// <summary>The last line.</summary>
/// <param name="Files">Files with a match.</param>
/// <param name="Matches">Matches in all; what was found, where it ended early.</param>
/// <param name="Limited">True when it ended early, at the limit.</param>
/// <param name="Engine"><c>ripgrep</c> or <c>built-in</c>.</param>
/// <param name="Ms">How long it took.</param>
public sealed record SearchDone(int Files, int Matches, bool Limited, string Engine, long Ms) : SearchLine;

/// <summary>Body of <c>POST …/files/replace</c>: what to look for, as in a search, and what to put there.</summary>
public sealed record ReplaceInFiles : SearchFiles
{
    /// <summary>What each match becomes; with a regular expression, <c>$1</c> is its first group.</summary>
    public required string Replacement { get; init; }

    public required IReadOnlyList<ReplaceFile> Files { get; init; }
}

/// <param name="Path">A file to replace in.</param>
/// <param name="Revision">What it was when it was searched: another one is left alone. Absent: whatever it is.</param>
public sealed record ReplaceFile(string Path, string? Revision = null);

/// <param name="Path">A file that was written anew.</param>
/// <param name="Count">How many matches were replaced.</param>
/// <param name="Revision">Its revision now.</param>
public sealed record ReplacedFile(string Path, int Count, string Revision);

/// <param name="Path">A file that was left alone.</param>
/// <param name="Code">Why: an error's code.</param>
/// <param name="Message">Why, in words.</param>
public sealed record FailedFile(string Path, string Code, string Message);

public sealed record Replaced(IReadOnlyList<ReplacedFile> Changed, IReadOnlyList<FailedFile> Failed);
