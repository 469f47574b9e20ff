using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;
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

    /// <returns>Null when the workspace has none.</returns>
    public static async Task<DevContainer?> DevContainerAsync(ServerConnection connection, string id, CancellationToken cancellation)
    {
        using var answer = await connection.SendAsync(HttpMethod.Get, $"{Path(id)}/devcontainer", null, cancellation);
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await answer.Content.ReadFromJsonAsync(Wire.Default.DevContainer, cancellation);
    }

    /// <summary>Of those that are named, what nobody has set for the workspace yet is set.</summary>
    /// <returns>What was set.</returns>
    public static async Task<IReadOnlyList<DevContainerSetting>> TakeSettingsAsync(
        ServerConnection connection, string id, IReadOnlyList<DevContainerSetting> settings, CancellationToken cancellation)
    {
        var path = $"/api/settings/workspaces/{Uri.EscapeDataString(id)}";

        // A change of nothing tells what there is.
        var before = await connection.SendAsync(HttpMethod.Patch, path, new ChangeSettings(new Dictionary<string, JsonElement>()), Wire.Default.ChangeSettings, Wire.Default.SettingsLayer, cancellation);
        var missing = settings.Where(setting => !before.Values.ContainsKey(setting.Key)).ToArray();
        if (missing.Length > 0)
        {
            var values = missing.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
            await connection.SendAsync(HttpMethod.Patch, path, new ChangeSettings(values, before.Version), Wire.Default.ChangeSettings, Wire.Default.SettingsLayer, cancellation);
        }

        return missing;
    }

    public static Task<DevContainerTaken> TakeDevContainerAsync(ServerConnection connection, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(id)}/devcontainer", null, Wire.Default.DevContainerTaken, cancellation);

    public static async Task<IReadOnlyList<TemplateInfo>> TemplatesAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.GetAsync("/api/templates", Wire.Default.TemplateList, cancellation)).Items;
}
