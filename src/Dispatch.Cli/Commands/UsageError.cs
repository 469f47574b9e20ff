using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Dispatch.Cli.Commands;

internal static class UsageError
{
    /// <summary>The first error in one line, with where the help is.</summary>
    public static string Of(ParseResult parsed)
    {
        var error = parsed is { CommandResult.Parent: null, UnmatchedTokens: [var unknown, ..] }
            ? $"There is no {(unknown.StartsWith('-') ? "option" : "command")} '{unknown}'"
            : Of(parsed.Errors[0]);
        return $"{error}. See: {PathOf(parsed.CommandResult)} --help";
    }

    /// <summary>For arguments that are words: an option that doesn't exist would be taken for one.</summary>
    public static void RefuseUnknownOption(ArgumentResult result)
    {
        var literal = ((CommandResult)result.Parent!).Tokens;
        if (result.Tokens is [{ Value: ['-', _, ..] unknown }, ..] && !literal.Any(token => token.Type == TokenType.DoubleDash))
        {
            result.AddError($"Unknown option '{unknown}'");
        }
    }

    private static string Of(ParseError error)
    {
        // What the parser says of these names a type of .NET, or not what is missing.
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (option is { Tokens: [{ Value: var value }] } && LargestOf(option.Option.ValueType) is { } largest
            && !(Int128.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= -largest && number <= largest))
        {
            return $"{option.Option.Name} takes a whole number, not '{value}'";
        }

        return error.SymbolResult is ArgumentResult { Tokens: [], Parent: CommandResult } missing
            ? $"<{missing.Argument.HelpName ?? missing.Argument.Name}> is missing"
            : string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
    }

    private static long? LargestOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var number when number == typeof(int) => int.MaxValue,
        var number when number == typeof(long) => long.MaxValue,
        _ => null,
    };

    private static string PathOf(SymbolResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {((CommandResult)result).Command.Name}"
        : "dispatch";
}
