using Dispatch.Cli.Commands;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>Which session a person means: by its id, by its name, or by the beginning of its id.</summary>
internal static class SessionMatch
{
    public static SessionInfo Find(IReadOnlyList<SessionInfo> sessions, string text)
    {
        SessionInfo[][] ways =
        [
            [.. sessions.Where(session => session.Id == text)],
            [.. sessions.Where(session => session.Name == text)],
            [.. sessions.Where(session => text.Length > 0 && session.Id.StartsWith(text, StringComparison.OrdinalIgnoreCase))],
        ];
        return ways.FirstOrDefault(found => found.Length > 0) switch
        {
            null => throw new Failure($"There is no session '{text}'. See what there is with: dispatch ls"),
            [var one] => one,
            var several => throw new Failure($"'{text}' may be any of {several.Length} sessions: {string.Join(", ", several.Select(Label))}. Give its id"),
        };
    }

    private static string Label(SessionInfo session) => $"{session.Id} ({session.Name})";
}
