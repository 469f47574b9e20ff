using static Dispatch.Protocol.Settings.SettingLayer;

namespace Dispatch.Protocol.Settings;

internal static class AppearanceSettings
{
    private const string ThemeId = "imported-[0-9a-f]{32}";

    private static readonly TextShape Color = new(7, "#[0-9a-f]{6}", "a colour as #rrggbb");

    private static readonly ObjectShape Theme = new(
    [
        new("id", new TextShape(41, ThemeId, "an id as imported- and 32 hexadecimal digits")),
        new("name", new TextShape(60)),
        new("background", Color),
        new("foreground", Color),
        new("ansi", new ListShape(Color, 16)),
        new("cursor", Color, Required: false),
        new("selection", Color, Required: false),
    ]);

    public static readonly SettingSection Section = new("appearance", "Appearance",
    [
        new(
            "theme",
            new ChoiceShape([("system", "System"), ("dark", "Dark"), ("light", "Light"), ("contrast", "High contrast")], ThemeId, "the id of an imported theme"),
            "\"system\"", [User, Device, Workspace, SettingLayer.Server],
            "Theme", "System follows the device: dark or light, or high contrast where it asks for more."),
        new(
            "themes", new ListShape(Theme, 20), "[]", [User],
            "Imported themes", "Terminal themes that colour the whole page."),
        new(
            "language",
            new ChoiceShape([("system", "System"), ("en", "English"), ("de", "Deutsch")]),
            "\"system\"", [User, Device, SettingLayer.Server],
            "Language", "System takes the first of the browser's languages that there is."),
    ]);
}
