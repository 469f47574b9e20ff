using System.Text.RegularExpressions;

namespace Dispatch.Architecture.Tests;

/// <summary>What a module of the page may import: a feature only ui, api, lib and itself; what lies below no feature and no app.</summary>
internal static partial class FeatureBorders
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["lib"] = ["lib", "messages"],
        ["api"] = ["api", "lib"],
        ["ui"] = ["ui", "lib"],
        ["features"] = ["ui", "api", "lib"],
    };

    public static IEnumerable<string> Violations(IEnumerable<SourceFile> files) => files.SelectMany(Violations);

    private static IEnumerable<string> Violations(SourceFile file)
    {
        var own = Area(file.Path);
        if (own is null || !Allowed.TryGetValue(own.Value.Name, out var allowed))
        {
            yield break;
        }

        foreach (Match import in Imports().Matches(file.Code))
        {
            var target = Area(Resolve(file.Path, import.Groups["from"].Value));
            if (target is { } area && area != own && !allowed.Contains(area.Name))
            {
                yield return $"{file.Path} imports {import.Groups["from"].Value}; {own} may import {string.Join(", ", allowed)} and itself.";
            }
        }
    }

    /// <summary><c>web/src/features/terminal/x.ts</c> is (features, terminal); <c>web/src/ui/x.ts</c> is (ui, "").</summary>
    private static (string Name, string Feature)? Area(string path) => path.Split('/') switch
    {
        ["web", "src", "features", var feature, ..] => ("features", feature),
        ["web", "src", var name, _, ..] => (name, ""),
        _ => null,
    };

    private static string Resolve(string from, string specifier) => specifier switch
    {
        ['.', ..] => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(from)!, specifier))),
        ['$', .. var rest] => $"web/src/{rest}",
        ['@', '/', .. var rest] => $"web/src/{rest}",
        _ => specifier,
    };

    [GeneratedRegex("""\b(?:from|import)\s*\(?\s*['"](?<from>[^'"\n]+)['"]""")]
    private static partial Regex Imports();
}
