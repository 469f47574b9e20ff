using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>The server's session endpoints.</summary>
internal static class SessionApi
{
    /// <summary>A recording can be hundreds of megabytes.</summary>
    private static readonly TimeSpan LongestImport = TimeSpan.FromMinutes(30);

    public static string Path(SessionInfo session) => $"{Sessions(session.Workspace)}/{session.Id}";

    public static async Task<IReadOnlyList<SessionInfo>> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync(Sessions(workspace), Wire.Default.SessionList, cancellation)).Items;

    /// <summary>Of all workspaces whose log can be opened.</summary>
    public static async Task<IReadOnlyList<SessionInfo>> ListAllAsync(ServerConnection connection, CancellationToken cancellation)
    {
        var all = new List<SessionInfo>();
        foreach (var workspace in (await WorkspaceApi.ListAsync(connection, cancellation)).Where(workspace => workspace.Broken is null))
        {
            all.AddRange(await ListAsync(connection, workspace.Id, cancellation));
        }

        return all;
    }

    public static Task<SessionInfo> CreateAsync(ServerConnection connection, string workspace, CreateSession request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, Sessions(workspace), request, Wire.Default.CreateSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> RenameAsync(ServerConnection connection, SessionInfo session, string name, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Patch, Path(session), new RenameSession(name), Wire.Default.RenameSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> EndAsync(ServerConnection connection, SessionInfo session, string? signal, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Post, $"{Path(session)}/end", new EndSession(signal), Wire.Default.EndSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> RestartAsync(ServerConnection connection, SessionInfo session, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(session)}/restart", null, Wire.Default.SessionInfo, cancellation);

    public static async Task RemoveAsync(ServerConnection connection, SessionInfo session, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, Path(session), null, cancellation);
    }

    public static async Task<IReadOnlyList<SessionCommand>> CommandsAsync(ServerConnection connection, SessionInfo session, CancellationToken cancellation) =>
        (await connection.GetAsync($"{Path(session)}/commands", Wire.Default.CommandList, cancellation)).Items;

    public static Task<Timeline> TimelineAsync(ServerConnection connection, SessionInfo session, CancellationToken cancellation) =>
        connection.GetAsync($"{Path(session)}/timeline", Wire.Default.Timeline, cancellation);

    public static Task<SessionInfo> ImportAsync(ServerConnection connection, string workspace, Stream recording, string? name, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Post, $"{Sessions(workspace)}/import{(name is null ? "" : $"?name={Uri.EscapeDataString(name)}")}", new StreamContent(recording),
            Wire.Default.SessionInfo, cancellation, LongestImport);

    private static string Sessions(string workspace) => $"{WorkspaceApi.Path(workspace)}/sessions";
}
