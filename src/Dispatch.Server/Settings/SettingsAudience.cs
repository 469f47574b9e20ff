using Dispatch.Protocol.Access;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;

namespace Dispatch.Server.Settings;

/// <summary>To whom a layer of settings applies, and what of it.</summary>
internal static class SettingsAudience
{
    public static bool Concerns(this SettingsLayer layer, Caller? caller) => caller is not null && layer.Layer switch
    {
        SettingLayer.User => layer.Owner == caller.Principal,
        SettingLayer.Device => layer.Owner == caller.Device,
        SettingLayer.Workspace => AccessDecision.Decide(caller, Capabilities.SettingsRead, layer.Owner) is null,
        _ => true,
    };

    /// <summary>Without what another version left behind: what this one doesn't know stays where it is, and is told to nobody.</summary>
    public static SettingsLayer Known(this SettingsLayer layer) => layer with
    {
        Values = layer.Values
            .Where(value => SettingsSchema.Refuse(layer.Layer, value.Key, value.Value) is null)
            .ToDictionary(value => value.Key, value => value.Value),
    };
}
