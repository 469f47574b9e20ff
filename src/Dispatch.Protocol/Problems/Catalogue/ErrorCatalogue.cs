namespace Dispatch.Protocol.Problems.Catalogue;

/// <summary>Every code that a server, a runner, a keeper or a page names an error by. A code that isn't here fails the tests, and so does one that nobody uses.</summary>
public static class ErrorCatalogue
{
    public static IReadOnlyList<ErrorGroup> Groups { get; } =
    [
        RequestErrors.Group, AccessErrors.Group, SessionErrors.Group, TerminalErrors.Group, AttachErrors.Group, ProcessErrors.Group, ProgramErrors.Group,
        DatabaseErrors.Group, LogErrors.Group, PageErrors.Group,
    ];

    public static IEnumerable<ErrorEntry> All => Groups.SelectMany(group => group.Entries);
}
