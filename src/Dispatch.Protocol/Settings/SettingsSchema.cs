using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol.Problems;

namespace Dispatch.Protocol.Settings;

/// <summary>Every setting there is. The page's types, its controls and the list for people are made from it.</summary>
public static class SettingsSchema
{
    /// <summary>Bytes of one value as JSON.</summary>
    public const int LargestValue = 64 * 1024;

    public static IReadOnlyList<SettingSection> Sections { get; } =
    [
        AppearanceSettings.Section, TerminalSettings.Section, NotificationSettings.Section, KeyboardSettings.Section, PageSettings.Section,
    ];

    public static IEnumerable<Setting> All => Sections.SelectMany(section => section.Settings);

    private static readonly FrozenDictionary<string, Setting> ByKey = All.ToFrozenDictionary(setting => setting.Key, StringComparer.Ordinal);

    public static Setting? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>Why the layer can't have the value; null when it can.</summary>
    public static Error? Refuse(SettingLayer layer, string key, JsonElement value)
    {
        if (Find(key) is not { } setting)
        {
            return new Error(ErrorKind.Invalid, "setting.unknown", $"There is no setting '{key}'{Nearest(key)}; docs/settings.md lists all.");
        }

        // Who may write the file may say there whatever can be said for the server.
        var asked = layer == SettingLayer.File ? SettingLayer.Server : layer;
        if (!setting.Layers.Contains(asked))
        {
            return new Error(
                ErrorKind.Invalid, "setting.layer",
                $"{key} can't be set for the {Name(layer)}; set it for the {string.Join(" or the ", setting.Layers.Select(Name))}.");
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (Encoding.UTF8.GetByteCount(value.GetRawText()) > LargestValue)
        {
            return new Error(ErrorKind.TooLarge, "setting.too-large", $"The value of {key} is larger than {LargestValue / 1024} KiB; make it smaller.");
        }

        return setting.Shape.Fault(value) is { } fault ? new Error(ErrorKind.Invalid, "setting.invalid", $"{key}{fault}.") : null;
    }

    /// <summary>The schema as JSON, for what is made from it.</summary>
    public static string Describe() => new JsonObject
    {
        ["sections"] = new JsonArray(
        [
            .. Sections.Select(section => new JsonObject
            {
                ["id"] = section.Id,
                ["title"] = section.Title,
                ["settings"] = new JsonArray([.. section.Settings.Select(setting => setting.Describe())]),
            }),
        ]),
    }.ToJsonString(Readable) + "\n";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Name(SettingLayer layer) => layer.ToString().ToLowerInvariant();

    /// <summary>A setting that is called the same but for its group or its case: the usual slip.</summary>
    private static string Nearest(string key)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        var near = All.FirstOrDefault(setting => setting.Key[(setting.Key.LastIndexOf('.') + 1)..].Equals(last, StringComparison.OrdinalIgnoreCase));
        return near is null ? "" : $" (is it {near.Key}?)";
    }
}
