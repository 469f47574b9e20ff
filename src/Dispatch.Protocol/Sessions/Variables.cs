using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Problems;

namespace Dispatch.Protocol.Sessions;

/// <summary>An environment variable of a workspace: what its sessions have from their next start on.</summary>
public sealed record Variable(string Name, string Value);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/variables</c>, by name. The secret ones aren't among them.</summary>
public sealed record VariableList(IReadOnlyList<Variable> Items);

/// <summary>Body of <c>PUT …/variables/{name}</c> and of <c>PUT …/secrets/{name}</c>.</summary>
/// <param name="Value">Without NUL, at most 32 KB as UTF-8.</param>
public sealed record SetVariable(string Value);

/// <summary>A secret variable; its value is told to nobody.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ChangedAt">When its value was set.</param>
/// <param name="Unreadable">True when its value can't be decrypted here, for want of the key: sessions start without it until it is set anew.</param>
public sealed record SecretInfo(string Name, DateTimeOffset ChangedAt, bool? Unreadable = null);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/secrets</c>, by name.</summary>
public sealed record SecretList(IReadOnlyList<SecretInfo> Items);

/// <summary>Body of <c>PUT /runner/secrets</c>: all there are, by workspace and name. A runner keeps them in its memory and nowhere else.</summary>
public sealed record RunnerSecrets(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Workspaces);

/// <summary>What may be a workspace's variable: pure, the same for the plain and the secret ones.</summary>
public static partial class VariableRules
{
    public const int Most = 200;
    private const int LongestName = 200;
    private const int LongestValue = 32 * 1024;

    public static Error? Refuse(string name, string? value) =>
        name.Length > LongestName || !Name().IsMatch(name) ? Bad($"'{name}' can't be a variable's name: letters, digits and _ can, and no digit first.")
        : name.StartsWith("DISPATCH_", StringComparison.Ordinal) ? Bad($"'{name}' can't be set: variables that begin with DISPATCH_ are the programs' own.")
        : value is null ? Bad($"The body has no value for '{name}'. Send {{ \"value\": \"…\" }}.")
        : value.Contains('\0', StringComparison.Ordinal) ? Bad($"The value of '{name}' has a NUL, which no variable can have.")
        : Encoding.UTF8.GetByteCount(value) > LongestValue ? Bad($"The value of '{name}' is longer than {LongestValue / 1024} KB. Put it into a file, and the file's path into the variable.")
        : null;

    public static Error NotFound(string name, string workspace) => new(
        ErrorKind.NotFound, "variable.not-found", $"The workspace '{workspace}' has no variable '{name}'. 'dispatch workspace env ls' lists those it has.");

    public static Error TooMany(string workspace) => new(
        ErrorKind.Conflict, "variable.too-many", $"The workspace '{workspace}' has {Most} variables, as many as may be. Remove one, or put several into a file.");

    private static Error Bad(string message) => new(ErrorKind.Invalid, "variable.invalid", message);

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Name();
}
