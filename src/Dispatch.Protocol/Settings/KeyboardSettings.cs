using static Dispatch.Protocol.Settings.SettingLayer;

namespace Dispatch.Protocol.Settings;

internal static class KeyboardSettings
{
    private static readonly ObjectShape Binding = new(
    [
        new("command", new TextShape(100)),
        new("key", new TextShape(100)),
        new("when", new TextShape(400), Required: false),
    ]);

    public static readonly SettingSection Section = new("keyboard", "Keyboard",
    [
        new(
            "keymap", new ListShape(Binding, 500), "[]", [User, Device, SettingLayer.Server],
            "Key bindings", "Keys of your own for commands: over the usual ones, the last one first."),
        new(
            "phone.keys", new ListShape(new TextShape(40), 40), "[]", [User, Device],
            "Keys of your own on a touch screen", "Texts that the row of keys over the keyboard of a phone or tablet types at a press."),
    ]);
}
