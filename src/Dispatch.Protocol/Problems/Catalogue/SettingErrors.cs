namespace Dispatch.Protocol.Problems.Catalogue;

internal static class SettingErrors
{
    public static readonly ErrorGroup Group = new("Settings", "The server, about a change of settings. All of a change is taken, or none of it.",
    [
        new("setting.invalid", "The setting can't have this value.", "Give it one that the message names; `docs/settings.md` lists what each takes."),
        new("setting.layer", "The setting isn't one that can be set there.", "Set it where the message says."),
        new("setting.too-large", "The value, or all that is set there, is larger than is kept.", "Make it smaller."),
        new("setting.unknown", "There is no setting of this name, in this version.", "`docs/settings.md` lists those there are."),
        new("settings.changed", "Somebody else has changed the same settings meanwhile.", "Look at what they are now, then change them again."),
        new("settings.no-device", "A program with the access key is no device, so it has no settings of one.", "Set it for the user, or in the browser that it is for."),
    ]);
}
