using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>Which session a person means: by its id, by its name, or by the beginning of its id.</summary>
internal static class SessionMatch
{
    /// <param name="workspace">Where it is looked for, when that was named.</param>
    public static SessionInfo Find(IReadOnlyList<SessionInfo> sessions, string text, WorkspaceInfo? workspace = null)
    {
        return Ways(sessions, text).FirstOrDefault(found => found.Length > 0) switch
        {
            null => throw new Failure(workspace is null
                ? $"There is no session '{text}'. See what there is with: dispatch ls"
                : $"There is no session '{text}' in the workspace '{workspace.Name}'. See what there is with: dispatch ls --workspace {workspace.Id}"),
            [var one] => one,
            var several => throw new Failure($"'{text}' may be any of {several.Length} sessions: {string.Join(", ", several.Select(Label))}. Give its id"),
        };
    }

    public static bool IsAmong(IReadOnlyList<SessionInfo> sessions, string text) => Ways(sessions, text).Any(found => found.Length > 0);

    private static SessionInfo[][] Ways(IReadOnlyList<SessionInfo> sessions, string text) =>
    [
        [.. sessions.Where(session => session.Id == text)],
        [.. sessions.Where(session => session.Name == text)],
        [.. sessions.Where(session => text.Length > 0 && session.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase))],
    ];

    private static string Label(SessionInfo session) => $"{session.Id} ({session.Name})";
}
