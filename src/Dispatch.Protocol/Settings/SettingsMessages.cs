using System.Text.Json;

namespace Dispatch.Protocol.Settings;

/// <summary>What one layer says.</summary>
/// <param name="Layer">Which.</param>
/// <param name="Owner">The id of the principal, of the device or of the workspace; absent for what holds for everybody.</param>
/// <param name="Version">Larger with every change of any layer; 0 for one that nobody wrote to.</param>
/// <param name="Values">By key; what it leaves open is for the layers before it.</param>
/// <param name="Fault">Why the file can't be read as it is now; its values are those of before.</param>
public sealed record SettingsLayer(
    SettingLayer Layer, string? Owner, long Version, IReadOnlyDictionary<string, JsonElement> Values, SettingsFault? Fault = null);

/// <param name="File">Its path.</param>
/// <param name="Line">Where, from 1; absent when it is about the whole file.</param>
/// <param name="Reason">What is wrong, and what would be right.</param>
public sealed record SettingsFault(string File, int? Line, string Reason)
{
    public override string ToString() => Line is { } line ? $"{File}, line {line}: {Reason}" : $"{File}: {Reason}";
}

/// <summary>Answer of <c>GET /api/settings</c>: the layers that apply to the caller, what goes over what last.</summary>
public sealed record SettingsLayerList(IReadOnlyList<SettingsLayer> Items);

/// <summary>Body of <c>PATCH /api/settings/{layer}</c>: all of it is taken, or none.</summary>
/// <param name="Values">By key; null takes the layer's value away.</param>
/// <param name="Version">That of the layer that this is a change of, to be refused when it has changed since; absent to change it whatever it is.</param>
public sealed record ChangeSettings(IReadOnlyDictionary<string, JsonElement> Values, long? Version = null);
