using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Terminals.ShellIntegration;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>Makes a preset of what is open.</summary>
internal static class PresetCapture
{
    public static (KeptPreset? Preset, Error? Error) Take(Workspace workspace, SessionRegistry sessions, SavePreset request, DateTimeOffset now)
    {
        if (PresetRules.Name(request.Name) is { } bad)
        {
            return (null, bad);
        }

        if (request.Layout is { } given && FaultIn(given) is { } fault)
        {
            return (null, fault);
        }

        var (chosen, unknown) = Choose([.. sessions.All.Where(session => session.Workspace == workspace)], request);
        if (unknown is not null)
        {
            return (null, unknown);
        }

        var layout = request.Layout is null ? null
            : PresetLayout.With(request.Layout, chosen.Select(session => session.Id).ToDictionary(id => id, StringComparer.Ordinal));
        return chosen.Count == 0 && layout?.Root is null
            ? (null, PresetRules.NothingOpen)
            : (new KeptPreset(request.Name.Trim(), now, [.. chosen.Select(Kept)], layout), null);
    }

    private static Error? FaultIn(Layout layout) =>
        LayoutRules.Fault(layout) is { } fault ? PresetRules.BadLayout(fault)
        : JsonSerializer.SerializeToUtf8Bytes(layout, Wire.Default.Layout).Length > LayoutLimits.Bytes ? PresetRules.TooLarge
        : null;

    /// <summary>Those that are named; else all that are shown, also ended ones, as they are shown, and then the others that run.</summary>
    private static (IReadOnlyList<Session> Chosen, Error? Unknown) Choose(IReadOnlyList<Session> all, SavePreset request)
    {
        var byId = all.ToDictionary(session => session.Id, StringComparer.Ordinal);
        if (request.Sessions is { } named)
        {
            return named.FirstOrDefault(id => id is null || !byId.ContainsKey(id)) is { } unknown
                ? ([], SessionRules.NotFound(unknown))
                : ([.. named.Distinct().Select(id => byId[id]).Where(Startable)], null);
        }

        var shown = PresetLayout.Sessions(request.Layout?.Root).Select(id => byId.GetValueOrDefault(id)).OfType<Session>();
        var running = all.Where(session => session.Alive).OrderBy(session => session.Info.CreatedAt);
        return ([.. shown.Concat(running).Distinct().Where(Startable)], null);
    }

    private static bool Startable(Session session) => session.Created.Imported is not true;

    private static KeptSession Kept(Session session)
    {
        var (info, created) = (session.Info, session.Created);
        return new KeptSession(
            session.Id, info.Name, created.Kind, created.Command, Folder(info, created), info.Cols, info.Rows, created.Env, created.ShellIntegration,
            created.Agent, created.Sandbox ?? SandboxMode.None);
    }

    /// <summary>Where its shell is now. What a program says counts only where the command would be found from there too.</summary>
    private static string Folder(SessionInfo info, SessionCreated created)
    {
        var found = !created.Command[0].Contains('/', StringComparison.Ordinal) || Path.IsPathRooted(created.Command[0]);
        return found && InteractiveShell.Of(created.Command) is not null && info.Folder is { } now && Path.IsPathFullyQualified(now) && Directory.Exists(now)
            ? now
            : created.Cwd;
    }
}
