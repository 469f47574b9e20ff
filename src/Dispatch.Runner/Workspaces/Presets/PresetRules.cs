using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>What may be kept as a preset: each refusal says what would be right.</summary>
internal static class PresetRules
{
    /// <summary>Of one workspace.</summary>
    public const int Most = 50;

    public const int MostSessions = 100;

    /// <summary>Of one, as it is kept.</summary>
    public const int MostBytes = 256 * 1024;

    public const int LongestName = 60;

    /// <summary>With what is added to it for each session it is still one that a session takes.</summary>
    private const int LongestRequestId = 80;

    public static readonly Error NothingOpen = new(
        ErrorKind.Invalid, "preset.nothing-open", "Nothing is open here that a preset could start again. Open a terminal or a file, and save it then.");

    public static readonly Error TooLarge = new(
        ErrorKind.TooLarge, "preset.too-large",
        $"A preset has at most {MostSessions} sessions and {MostBytes / 1024} KB, with all their commands, variables and tabs. Close some, or name the sessions to be saved.");

    public static Error NotFound(string id) => new(
        ErrorKind.NotFound, "preset.not-found", $"The workspace has no preset '{id}'. 'dispatch workspace preset ls' lists those it has.");

    public static Error Exists(string name) => new(
        ErrorKind.Conflict, "preset.exists", $"The workspace has a preset '{name}' already. Choose another name, or save it in its place (replace, --replace).");

    public static Error TooMany(string workspace) => new(
        ErrorKind.Conflict, "preset.too-many", $"The workspace '{workspace}' has {Most} presets, as many as may be. Remove one.");

    public static Error Broken(string name, string reason) => new(
        ErrorKind.Invalid, "preset.broken", $"What is kept of the preset '{name}' can't be read: {reason.TrimEnd('.')}. Remove it, or save it anew.");

    public static Error BadLayout(string fault) => new(
        ErrorKind.Invalid, "preset.bad-layout", $"The layout can't be kept: {fault}. Send one that /openapi/v1.json describes, or none.");

    public static Error? Name(string? name) =>
        string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl)
            ? new Error(ErrorKind.Invalid, "preset.bad-name", $"A preset's name has 1 to {LongestName} characters and no control characters.")
            : null;

    public static Error? RequestId(string? id) => id is { Length: 0 or > LongestRequestId }
        ? new Error(ErrorKind.Invalid, "session.bad-request-id", $"A preset's requestId has 1 to {LongestRequestId} characters. Leave it out to be given sessions of your own each time.")
        : null;
}
