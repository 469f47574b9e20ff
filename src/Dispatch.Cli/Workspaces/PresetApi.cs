using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Workspaces;

/// <summary>The endpoints of a workspace's presets.</summary>
internal static class PresetApi
{
    /// <summary>Many programs may have to be started.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<Preset>> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync(Path(workspace), Wire.Default.PresetList, cancellation)).Items;

    public static Task<Preset> SaveAsync(ServerConnection connection, string workspace, SavePreset request, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, Path(workspace), request, Wire.Default.SavePreset, Wire.Default.Preset, cancellation);

    public static Task<Preset> RenameAsync(ServerConnection connection, string workspace, string id, string name, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Patch, $"{Path(workspace)}/{id}", new RenamePreset(name), Wire.Default.RenamePreset, Wire.Default.Preset, cancellation);

    public static Task<PresetStarted> StartAsync(ServerConnection connection, string workspace, string id, CancellationToken cancellation) =>
        connection.SendAsync(HttpMethod.Post, $"{Path(workspace)}/{id}/start", null, Wire.Default.PresetStarted, cancellation, Patience);

    public static async Task RemoveAsync(ServerConnection connection, string workspace, string id, CancellationToken cancellation)
    {
        using var done = await connection.SendAsync(HttpMethod.Delete, $"{Path(workspace)}/{id}", null, cancellation);
    }

    /// <summary>Which preset a person means: by its name, however it is written, or by its id.</summary>
    public static async Task<Preset> FindAsync(ServerConnection connection, string workspace, string text, CancellationToken cancellation)
    {
        var all = await ListAsync(connection, workspace, cancellation);
        return all.FirstOrDefault(preset => string.Equals(preset.Name, text, StringComparison.OrdinalIgnoreCase))
            ?? all.FirstOrDefault(preset => preset.Id == text)
            ?? throw new Failure($"There is no preset '{text}'. See what there is with: dispatch workspace preset ls");
    }

    private static string Path(string workspace) => WorkspaceApi.Path(workspace) + "/presets";
}
