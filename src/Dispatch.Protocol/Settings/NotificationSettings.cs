using static Dispatch.Protocol.Settings.SettingLayer;

namespace Dispatch.Protocol.Settings;

internal static class NotificationSettings
{
    private const string Time = "([01][0-9]|2[0-3]):[0-5][0-9]";

    public static readonly SettingSection Section = new("notifications", "Notifications",
    [
        new(
            "notifications.longCommand",
            new IntegerShape(0, 86_400, "s", [(0, "Off"), (10, "10 s"), (60, "1 min"), (300, "5 min")]),
            "10", [User, Device, Workspace, SettingLayer.Server],
            "Tell when a long command ends", "One that ran at least so many seconds in a terminal that you don't look at. 0 tells of none."),
        new(
            "notifications.system", new BooleanShape(), "false", [Device],
            "Also outside this page", "By the browser's notifications, while the page is not looked at."),
        new(
            "notifications.quietHours",
            new TextShape(11, $"|{Time}-{Time}", "empty, or from when to when as 22:00-07:00"),
            "\"\"", [User, Device, SettingLayer.Server],
            "Quiet hours", "From when to when nothing is told outside the page, as 22:00-07:00 by this device's clock. Empty for never."),
        new(
            "notifications.muted", new ListShape(new TextShape(100), 1000), "[]", [User],
            "Muted sessions", "The ids of sessions that nothing is told of."),
    ]);
}
