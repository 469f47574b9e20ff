using System.Text.RegularExpressions;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What may be registered of agents: each refusal says what would be right.</summary>
internal static partial class AgentNames
{
    public const int Most = 100;
    private const int LongestTitle = 100;
    private const int LongestPackage = 300;

    public static Error? RefuseName(string name) => Shape().IsMatch(name)
        ? null
        : new Error(ErrorKind.Invalid, "agent.bad-name", "A name has 1 to 32 small letters, digits and hyphens, and begins with no hyphen.");

    public static Error? Refuse(RegisterAgent request) =>
        request.Command is not { Count: > 0 } ? BadCommand("it has a program")
        : SessionRules.Command(request.Command, request.Env)
            ?? (request.Title is { } title && (title.Length is 0 or > LongestTitle || title.Any(char.IsControl))
                ? new Error(ErrorKind.Invalid, "agent.bad-title", $"A title has 1 to {LongestTitle} characters, none of them control characters.")
                : null)
            ?? (request.Package is { } package && (package.Length is 0 or > LongestPackage || package.StartsWith('-') || package.Any(char.IsControl) || package.Any(char.IsWhiteSpace))
                ? new Error(ErrorKind.Invalid, "agent.bad-package", "A package is named as npm takes it: name@version, or the path of a file.")
                : null)
            ?? (request.Package is not null && request.Command[0].Contains('/', StringComparison.Ordinal)
                ? BadCommand("with a package its program is named as the package calls it, without a path")
                : null);

    public static Error TooMany(string what) => new(ErrorKind.Conflict, "agent.too-many-registered", $"There are {Most} {what} already, as many as may be. Remove one.");

    public static Error NotFound(string name, string known) => new(ErrorKind.NotFound, "agent.not-found", $"There is no agent '{name}'. This runner knows: {known}.");

    private static Error BadCommand(string why) => new(ErrorKind.Invalid, "agent.bad-command", $"The command can't be an agent's: {why}.");

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,31}$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
