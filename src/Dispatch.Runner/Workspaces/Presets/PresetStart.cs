using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>Starts what a preset has, one after another. What can't be started is told of, and the rest runs.</summary>
internal sealed class PresetStart(SessionRegistry sessions, SessionCreation creation)
{
    /// <returns>An error when nothing can be started at all for now, as without a keeper.</returns>
    public async Task<(PresetStarted? Started, Error? Error)> RunAsync(
        Workspace workspace, KeptPreset preset, string? requestId, string principal, CancellationToken cancellation)
    {
        // As it was called, unless a session that runs is: then it is the second of that name.
        var taken = sessions.All.Where(session => session.Workspace == workspace && session.Alive).Select(session => session.Info.Name).ToHashSet(StringComparer.Ordinal);
        var started = new List<SessionInfo>();
        var failed = new List<SessionNotStarted>();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        Error? lasting = null;
        foreach (var kept in preset.Sessions)
        {
            var request = kept.ToRequest(Unused(kept.Name, taken), requestId is null ? null : $"{requestId}:{kept.Id}");

            // Once begun it is brought to its end, whether or not who asked for it still waits.
            var (session, error) = lasting is null
                ? await creation.CreateAsync(workspace, request, principal, started.Count == 0 ? cancellation : CancellationToken.None)
                : (null, lasting);
            if (session is null)
            {
                // What one has to wait for would be waited for by each that follows.
                lasting = error!.Kind == ErrorKind.Unavailable ? error : null;
                failed.Add(new SessionNotStarted(kept.Name, error.Code, error.Message));
                continue;
            }

            ids[kept.Id] = session.Id;
            started.Add(session.Info);
            if (session.Info is { State: SessionState.Failed, Reason: var reason })
            {
                failed.Add(new SessionNotStarted(kept.Name, "preset.not-started", reason ?? "Its program could not be started."));
            }
        }

        return lasting is not null && started.Count == 0
            ? (null, lasting)
            : (new PresetStarted(started, failed.Count > 0 ? failed : null, preset.Layout is { } layout ? PresetLayout.With(layout, ids) : null), null);
    }

    private static string Unused(string name, HashSet<string> taken) =>
        Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? name : $"{name} {number}").First(free => !taken.Contains(free));
}
