using static Dispatch.Protocol.Settings.SettingLayer;

namespace Dispatch.Protocol.Settings;

internal static class PageSettings
{
    public static readonly SettingSection Section = new("page", "Page",
    [
        new(
            "onboarded", new BooleanShape(), "false", [User, SettingLayer.Server],
            "Welcome was shown", "The welcome that leads to a first terminal is shown once.", Hidden: true),
    ]);
}
