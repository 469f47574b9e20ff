using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Hosting;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Settings;

/// <summary>A change of one layer: looked at whole, then made, then told to everybody whom it concerns.</summary>
internal sealed class SettingsChange(SettingsStore store, LiveHub hub, TimeProvider time)
{
    /// <summary>Bytes of all the values of a layer.</summary>
    private const int LargestLayer = 256 * 1024;

    public async Task<IResult> MakeAsync(SettingLayer layer, string? owner, ChangeSettings request, CancellationToken cancellation)
    {
        if (request.Values is null)
        {
            return new Error(ErrorKind.Invalid, "request.invalid", "The body has no values; send { \"values\": { \"theme\": \"dark\" } }.").ToResult();
        }

        foreach (var (key, value) in request.Values)
        {
            if (SettingsSchema.Refuse(layer, key, value) is { } refusal)
            {
                return refusal.ToResult();
            }
        }

        Error? refused = null;
        var now = await store.ChangeAsync(
            layer, owner, before => (refused = Refuse(before, request)) is null ? After(before, request) : null, time.NowMilliseconds(), cancellation);
        if (refused is not null)
        {
            return refused.ToResult();
        }

        var told = now.Known();
        hub.Publish(new StreamSettingsLayer(told), told.Concerns);
        return TypedResults.Ok(told);
    }

    private static Error? Refuse(SettingsLayer before, ChangeSettings request) =>
        request.Version is { } version && version != before.Version
            ? new Error(ErrorKind.Conflict, "settings.changed", "These settings have changed meanwhile; look at them again, then change them.")
        : Size(After(before, request)) > LargestLayer
            ? new Error(ErrorKind.TooLarge, "setting.too-large", $"All of these settings together would be larger than {LargestLayer / 1024} KiB; remove some first.")
        : null;

    private static Dictionary<string, JsonElement> After(SettingsLayer before, ChangeSettings request)
    {
        var values = before.Values.ToDictionary();
        foreach (var (key, value) in request.Values)
        {
            if (value.ValueKind == JsonValueKind.Null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }

        return values;
    }

    private static int Size(Dictionary<string, JsonElement> values) => values.Sum(value => value.Key.Length + Encoding.UTF8.GetByteCount(value.Value.GetRawText()));
}
