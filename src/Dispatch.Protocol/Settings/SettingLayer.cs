using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Settings;

/// <summary>Where a setting's value comes from; what a later one says goes over what an earlier one does. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(SettingLayerConverter))]
public enum SettingLayer
{
    /// <summary>For everybody, by whoever manages the server.</summary>
    Server,

    /// <summary>For everybody, by <c>settings.json</c> in the data folder; only read.</summary>
    File,

    /// <summary>For one principal, wherever they sign in.</summary>
    User,

    /// <summary>For one signed-in browser.</summary>
    Device,

    /// <summary>For everybody in one workspace.</summary>
    Workspace,
}

internal sealed class SettingLayerConverter() : JsonStringEnumConverter<SettingLayer>(JsonNamingPolicy.CamelCase);
