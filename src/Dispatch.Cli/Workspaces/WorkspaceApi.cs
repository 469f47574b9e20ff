using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Templates;

namespace Dispatch.Cli.Workspaces;

/// <summary>The server's workspace endpoints.</summary>
internal static class WorkspaceApi
{
    private const string All = "/api/workspaces";
    private const string Clones = All + "/clones";

    /// <summary>A template's files may be many, and a large folder takes a while to go.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static string Path(string id) => $"{All}/{Uri.EscapeDataString(id)}";

    public static async Task<IReadOnlyList<WorkspaceInfo>> ListAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.GetAsync(All, Wire.Default.WorkspaceList, cancellation)).Items;

    public static Task<WorkspaceInfo> CreateAsync(ServerConnection connection, CreateWorkspace request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, All, request, Wire.Default.CreateWorkspace, Wire.Default.WorkspaceInfo, cancellation);

    public static Task<WorkspaceInfo> ChangeAsync(ServerConnection connection, string id, ChangeWorkspace change, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Patch, Path(id), change, Wire.Default.ChangeWorkspace, Wire.Default.WorkspaceInfo, cancellation);

    public static Task<WorkspaceRemoval> PreviewRemovalAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.GetAsync($"{Path(id)}/removal", Wire.Default.WorkspaceRemoval, cancellation);

    public static async Task RemoveAsync(
        ServerConnection connection, string id, WorkspaceRemoval preview, bool deleteFolder, bool loseWork, CancellationToken cancellation)
    {
        var folder = deleteFolder ? $"&deleteFolder={Uri.EscapeDataString(preview.Folder)}&loseWork={(loseWork ? "true" : "false")}" : "";
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Path(id)}?confirm={preview.Token}{folder}", null, cancellation, Patience);
    }

    public static Task<CloneInfo> CloneAsync(ServerConnection connection, CloneRepository request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, Clones, request, Wire.Default.CloneRepository, Wire.Default.CloneInfo, cancellation);

    public static Task<CloneInfo> GetCloneAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.GetAsync($"{Clones}/{id}", Wire.Default.CloneInfo, cancellation);

    public static Task<CloneInfo> CancelCloneAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Delete, $"{Clones}/{id}", null, Wire.Default.CloneInfo, cancellation);

    public static Task<DevContainer> DevContainerAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.GetAsync($"{Path(id)}/devcontainer", Wire.Default.DevContainer, cancellation);

    public static Task<DevContainerTaken> TakeDevContainerAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(id)}/devcontainer", null, Wire.Default.DevContainerTaken, cancellation);

    public static async Task<IReadOnlyList<TemplateInfo>> TemplatesAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.GetAsync("/api/templates", Wire.Default.TemplateList, cancellation)).Items;
}
