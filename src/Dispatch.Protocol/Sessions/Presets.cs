using Dispatch.Protocol.Layouts;

namespace Dispatch.Protocol.Sessions;

/// <summary>What was open in a workspace, kept under a name: it can be started again, any time and as often as one likes.</summary>
/// <param name="Id">10 characters of Crockford's base 32 in lower case, random; stays when it is renamed or saved anew.</param>
/// <param name="Name">What a person calls it; no two of a workspace are called alike.</param>
/// <param name="SavedAt">When it was saved last.</param>
/// <param name="Sessions">What is started, in this order.</param>
/// <param name="Layout">How the window was arranged that it was saved from, with the ids that the sessions have here; absent when none was given.</param>
/// <param name="Problem">Why it can't be started: what is kept of it can't be read. It can be removed, or saved anew.</param>
public sealed record Preset(
    string Id, string Name, DateTimeOffset SavedAt, IReadOnlyList<PresetSession> Sessions, Layout? Layout = null, string? Problem = null);

/// <param name="Id">What the layout calls it: the id that the session had when it was saved. The one that is started has another.</param>
/// <param name="Name">The session's name.</param>
/// <param name="Kind">The kind of session: <c>terminal</c>.</param>
/// <param name="Command">The program and its arguments. What was typed into it isn't run again.</param>
/// <param name="Cwd">The folder to start in, absolute: the one that its shell was in, where that was known.</param>
/// <param name="Variables">The names of the variables that it is started with beside the workspace's own; absent when it has none.</param>
public sealed record PresetSession(
    string Id, string Name, string Kind, IReadOnlyList<string> Command, string Cwd, IReadOnlyList<string>? Variables = null);

/// <summary>Answer of <c>GET /api/workspaces/{workspace}/presets</c>, by name.</summary>
public sealed record PresetList(IReadOnlyList<Preset> Items);

/// <summary>Body of <c>POST /api/workspaces/{workspace}/presets</c>.</summary>
/// <param name="Name">1 to 60 characters, none of them control characters, and not as another preset of the workspace unless that is replaced.</param>
/// <param name="Layout">How the window is arranged; its sessions are saved, and the others that run.</param>
/// <param name="Sessions">The ids of the sessions to be saved, and no others; absent for all that run and all that the layout shows.</param>
/// <param name="Replace">True to save it in the place of the one of that name.</param>
public sealed record SavePreset(string Name, Layout? Layout = null, IReadOnlyList<string>? Sessions = null, bool? Replace = null);

/// <summary>Body of <c>PATCH …/presets/{id}</c>.</summary>
/// <param name="Name">As in <see cref="SavePreset"/>.</param>
public sealed record RenamePreset(string Name);

/// <summary>Body of <c>POST …/presets/{id}/start</c>, optional.</summary>
/// <param name="RequestId">Made by the client, 1 to 80 characters; the same id again gives the same sessions instead of more.</param>
public sealed record StartPreset(string? RequestId = null);

/// <summary>Answer of <c>POST …/presets/{id}/start</c>.</summary>
/// <param name="Sessions">What was made, in the preset's order; of one whose program could not be run the state says so.</param>
/// <param name="NotStarted">What doesn't run, and why; the rest does.</param>
/// <param name="Layout">The preset's, with the ids of what was started; without the tabs of what wasn't made.</param>
public sealed record PresetStarted(IReadOnlyList<SessionInfo> Sessions, IReadOnlyList<SessionNotStarted>? NotStarted = null, Layout? Layout = null);
