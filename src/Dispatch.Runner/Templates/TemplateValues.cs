using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Templates;

namespace Dispatch.Runner.Templates;

/// <summary>What was said for a template's parameters, each held against what the template takes; fills them in.</summary>
internal sealed class TemplateValues
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <param name="folder">The name of the new folder.</param>
    /// <exception cref="TemplateFaultException">One is missing, unknown, or isn't what it must be.</exception>
    public TemplateValues(TemplateManifest manifest, IReadOnlyDictionary<string, string> given, string folder)
    {
        var parameters = manifest.Parameters ?? [];
        foreach (var id in given.Keys)
        {
            if (parameters.All(parameter => parameter.Id != id))
            {
                throw Bad($"The template '{manifest.Name}' has no parameter '{id}'"
                    + (parameters.Count == 0 ? "; it has none." : $"; it has {string.Join(", ", parameters.Select(parameter => parameter.Id))}."));
            }
        }

        foreach (var parameter in parameters)
        {
            var said = given.GetValueOrDefault(parameter.Id);
            var value = said ?? parameter.Default?.Replace("{folder}", folder, StringComparison.Ordinal)
                ?? throw Bad($"The template '{manifest.Name}' needs a value for '{parameter.Id}' ({parameter.Title ?? parameter.Id}).");
            // What is made up from the folder's name is made to fit; what somebody said is not.
            _values[parameter.Id] = Fits(parameter, value) ? value
                : said is null && Fitted(parameter, value) is { } fitted ? fitted
                : throw Bad($"'{value}' can't be {parameter.Title ?? parameter.Id}: it must be {parameter.PatternWords ?? $"what {parameter.Pattern} matches"}.");
        }
    }

    /// <summary>The same text with what stands between double braces filled in; what isn't a parameter stays.</summary>
    public string Fill(string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        foreach (var (id, value) in _values)
        {
            text = text.Replace($"{{{{{id}}}}}", value, StringComparison.Ordinal);
        }

        return text;
    }

    private static bool Fits(TemplateParameter parameter, string value)
    {
        if (value.Any(char.IsControl))
        {
            return false;
        }

        try
        {
            return parameter.Pattern is not { } pattern || Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant, TemplateReader.LongestMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>A folder called "My App!" can be called my-app.</summary>
    private static string? Fitted(TemplateParameter parameter, string value)
    {
        var dashes = new StringBuilder();
        foreach (var character in value.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                dashes.Append(character);
            }
            else if (dashes.Length > 0 && dashes[^1] != '-')
            {
                dashes.Append('-');
            }
        }

        var plain = dashes.ToString().Trim('-');
        string[] ways = [plain, plain.Replace('-', '_'), $"app-{plain}", "app"];
        return ways.FirstOrDefault(way => way.Length > 0 && Fits(parameter, way));
    }

    private static TemplateFaultException Bad(string message) => new(ErrorKind.Invalid, "template.bad-parameter", message);
}
