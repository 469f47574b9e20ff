using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

/// <summary>The server's session endpoints.</summary>
internal static class SessionApi
{
    private const string Sessions = "/api/workspaces/default/sessions";

    /// <summary>A recording can be hundreds of megabytes.</summary>
    private static readonly TimeSpan LongestImport = TimeSpan.FromMinutes(30);

    public static string Path(string id) => $"{Sessions}/{id}";

    public static async Task<IReadOnlyList<SessionInfo>> ListAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.GetAsync(Sessions, Wire.Default.SessionList, cancellation)).Items;

    public static Task<SessionInfo> GetAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.GetAsync(Path(id), Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> CreateAsync(ServerConnection connection, CreateSession request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, Sessions, request, Wire.Default.CreateSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> RenameAsync(ServerConnection connection, string id, string name, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Patch, Path(id), new RenameSession(name), Wire.Default.RenameSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> EndAsync(ServerConnection connection, string id, string? signal, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Post, $"{Path(id)}/end", new EndSession(signal), Wire.Default.EndSession, Wire.Default.SessionInfo, cancellation);

    public static Task<SessionInfo> RestartAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(id)}/restart", null, Wire.Default.SessionInfo, cancellation);

    public static async Task RemoveAsync(ServerConnection connection, string id, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, Path(id), null, cancellation);
    }

    public static async Task<IReadOnlyList<SessionCommand>> CommandsAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        (await connection.GetAsync($"{Path(id)}/commands", Wire.Default.CommandList, cancellation)).Items;

    public static Task<Timeline> TimelineAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.GetAsync($"{Path(id)}/timeline", Wire.Default.Timeline, cancellation);

    public static Task<SessionInfo> ImportAsync(ServerConnection connection, Stream recording, string? name, CancellationToken cancellation) =>
        connection.SendAsync(
            HttpMethod.Post, $"{Sessions}/import{(name is null ? "" : $"?name={Uri.EscapeDataString(name)}")}", new StreamContent(recording),
            Wire.Default.SessionInfo, cancellation, LongestImport);
}
