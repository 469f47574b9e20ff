using System.CommandLine;

namespace Dispatch.Cli.Agents;

/// <summary>Options like <c>--env NAME=VALUE</c>.</summary>
internal static class Pairs
{
    public static Option<string[]> Option(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "NAME=VALUE" };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            {
                result.AddError($"{name} takes NAME=VALUE, not '{wrong.Value}'.");
            }
        });
        return option;
    }

    /// <summary>Of a name that is given twice the last counts; null when there is none.</summary>
    public static IReadOnlyDictionary<string, string>? Of(ParseResult parsed, Option<string[]> option)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in parsed.GetValue(option) ?? [])
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            pairs[pair[..at]] = pair[(at + 1)..];
        }

        return pairs.Count > 0 ? pairs : null;
    }
}
