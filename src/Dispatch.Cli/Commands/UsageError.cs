using System.CommandLine;
using System.CommandLine.Parsing;

namespace Dispatch.Cli.Commands;

internal static class UsageError
{
    /// <summary>The first error in one line, with where the help is.</summary>
    public static string Of(ParseResult parsed)
    {
        var error = parsed is { CommandResult.Parent: null, UnmatchedTokens: [var unknown, ..] }
            ? $"There is no {(unknown.StartsWith('-') ? "option" : "command")} '{unknown}'"
            : string.Join(' ', parsed.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
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

    private static string PathOf(SymbolResult result) => result.Parent is CommandResult parent
        ? $"{PathOf(parent)} {((CommandResult)result).Command.Name}"
        : "dispatch";
}
