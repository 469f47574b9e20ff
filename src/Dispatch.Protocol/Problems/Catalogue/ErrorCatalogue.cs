using System.Collections.Frozen;

namespace Dispatch.Protocol.Problems.Catalogue;

/// <summary>Every code that a server, a runner, a keeper or a page names an error by. A code that isn't here fails the tests, and so does one that nobody uses.</summary>
public static class ErrorCatalogue
{
    public static IReadOnlyList<ErrorGroup> Groups { get; } =
    [
        RequestErrors.Group, AccessErrors.Group, LayoutErrors.Group, WorkspaceErrors.Group, SessionErrors.Group, AgentErrors.Group, WorktreeErrors.Group, McpErrors.Group, ModelErrors.Group, TerminalErrors.Group, FileErrors.Group, TemplateErrors.Group, AttachErrors.Group, ProcessErrors.Group, ProgramErrors.Group,
        DatabaseErrors.Group, LogErrors.Group, SettingErrors.Group, PageErrors.Group,
    ];

    public static IEnumerable<ErrorEntry> All => Groups.SelectMany(group => group.Entries);

    private static readonly Lazy<FrozenSet<string>> Passing = new(() => All.Where(entry => entry.Retry).Select(entry => entry.Code).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Whether the same thing may succeed later with nothing changed.</summary>
    public static bool MayPass(string code) => Passing.Value.Contains(code);
}
