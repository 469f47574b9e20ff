using Dispatch.Protocol.Settings;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Settings;

/// <summary>The layers that apply to a caller, what goes over what last. Its own are there even when they say nothing.</summary>
internal sealed class SettingsLayers(SettingsStore store, SettingsFile file)
{
    public async Task<IReadOnlyList<SettingsLayer>> OfAsync(Caller caller, CancellationToken cancellation)
    {
        var stored = await store.ReadAsync(caller.Principal, caller.Device, cancellation);
        List<SettingsLayer> layers =
        [
            .. Missing(stored, SettingLayer.Server, null),
            .. Missing(stored, SettingLayer.User, caller.Principal),
            .. caller.Device is { } device ? Missing(stored, SettingLayer.Device, device) : [],
            .. stored.Where(layer => layer.Concerns(caller)).Select(layer => layer.Known()),
            file.Layer,
        ];
        return [.. layers.OrderBy(layer => layer.Layer)];
    }

    private static IEnumerable<SettingsLayer> Missing(IReadOnlyList<SettingsLayer> stored, SettingLayer layer, string? owner) =>
        stored.Any(one => one.Layer == layer) ? [] : [new SettingsLayer(layer, owner, 0, new Dictionary<string, System.Text.Json.JsonElement>())];
}
