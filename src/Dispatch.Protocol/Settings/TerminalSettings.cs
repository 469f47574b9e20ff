using static Dispatch.Protocol.Settings.SettingLayer;

namespace Dispatch.Protocol.Settings;

internal static class TerminalSettings
{
    public static readonly SettingSection Section = new("terminal", "Terminal",
    [
        new(
            "terminal.fontSize", new IntegerShape(6, 40, "px"), "13", [Device, User, Workspace, SettingLayer.Server],
            "Font size", "Of the text in terminals. A session that is of another size is shown whole, and so may be smaller."),
        new(
            "terminal.fontFamily", new TextShape(200, @"[^;{}<>\\]*", "a font as CSS names it, of at most 200 characters"), "\"\"", [Device, User, Workspace, SettingLayer.Server],
            "Font", "A monospace font that this device has, as CSS names it. Empty for JetBrains Mono, which comes with the page."),
        new(
            "terminal.scrollback", new IntegerShape(0, 100_000, "lines"), "10000", [Device, User, Workspace, SettingLayer.Server],
            "Lines to scroll back", "How many the page keeps of each terminal. The session itself keeps its whole past: play it back to see more."),
        new(
            "terminal.copyOnSelect", new BooleanShape(), "false", [User, Device, Workspace, SettingLayer.Server],
            "Copy when selecting", "Text selected in a terminal goes into the clipboard at once."),
        new(
            "terminal.clipboardWrites",
            new ChoiceShape([("never", "Never"), ("ask", "Ask"), ("always", "Always")]),
            "\"never\"", [User, Device, Workspace, SettingLayer.Server],
            "Programs may write to the clipboard", "By OSC 52. They can never read it."),
    ]);
}
