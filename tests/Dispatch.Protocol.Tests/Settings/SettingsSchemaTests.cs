using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Settings;

namespace Dispatch.Protocol.Tests.Settings;

public class SettingsSchemaTests
{
    [Fact]
    public void Every_setting_is_named_once_and_is_what_it_says_by_default() => Assert.All(SettingsSchema.All, setting =>
    {
        Assert.Equal(setting, Assert.Single(SettingsSchema.All, other => other.Key == setting.Key));
        Assert.Null(setting.Shape.Fault(Snapshot.Data(setting.Default)));
        Assert.NotEmpty(setting.Layers);
        Assert.DoesNotContain(SettingLayer.File, setting.Layers);
        Assert.EndsWith(".", setting.Description, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("theme", "\"dark\"")]
    [InlineData("theme", "\"imported-0123456789abcdef0123456789abcdef\"")]
    [InlineData("terminal.fontSize", "40")]
    [InlineData("terminal.fontFamily", "\"Fira Code, monospace\"")]
    [InlineData("terminal.copyOnSelect", "true")]
    [InlineData("notifications.quietHours", "\"22:00-07:00\"")]
    [InlineData("notifications.quietHours", "\"\"")]
    [InlineData("keymap", """[{"command":"find","key":"mod+g"},{"command":"copy","key":"mod+c","when":"terminal"}]""")]
    [InlineData("themes", "[]")]
    [InlineData("theme", "null")]
    public void What_fits_is_taken(string key, string value) =>
        Assert.Null(SettingsSchema.Refuse(SettingLayer.User, key, Snapshot.Data(value)));

    [Theory]
    [InlineData("theme", "\"blue\"", """theme must be one of "system", "dark", "light", "contrast", or the id of an imported theme, and is "blue".""")]
    [InlineData("terminal.fontSize", "99", "terminal.fontSize must be a whole number from 6 to 40, and is 99.")]
    [InlineData("terminal.fontSize", "12.5", "terminal.fontSize must be a whole number from 6 to 40, and is 12.5.")]
    [InlineData("terminal.fontSize", "\"13\"", "terminal.fontSize must be a whole number from 6 to 40, and is \"13\".")]
    [InlineData("terminal.fontFamily", "\"x; background: red\"", "terminal.fontFamily must be a font as CSS names it, of at most 200 characters, and is \"x; background: red\".")]
    [InlineData("terminal.copyOnSelect", "1", "terminal.copyOnSelect must be true or false, and is 1.")]
    [InlineData("notifications.quietHours", "\"22:00\\n-07:00\"", "notifications.quietHours must be empty, or from when to when as 22:00-07:00, and is \"22:00\\n-07:00\".")]
    [InlineData("keymap", """[{"command":"find","key":"mod+g"},{"command":"copy","key":7}]""", "keymap[1].key must be text of at most 100 characters, and is 7.")]
    [InlineData("keymap", """[{"command":"find"}]""", "keymap[0].key must be text of at most 100 characters, and is missing.")]
    [InlineData("keymap", """[{"command":"find","key":"a","mod":1}]""", """keymap[0] must be an object with command, key, when (may be left out), and is {"command":"find","key":"a","mod":1}.""")]
    [InlineData("keymap", "{}", "keymap must be a list of at most 500, and is {}.")]
    public void What_does_not_fit_is_refused_with_the_place_and_what_would(string key, string value, string why)
    {
        var refusal = SettingsSchema.Refuse(SettingLayer.User, key, Snapshot.Data(value));

        Assert.Equal(("setting.invalid", why), (refusal?.Code, refusal?.Message));
    }

    [Fact]
    public void One_that_there_is_not_is_refused_with_the_one_that_was_meant() => Assert.StartsWith(
        "There is no setting 'copyonselect' (is it terminal.copyOnSelect?); ",
        SettingsSchema.Refuse(SettingLayer.User, "copyonselect", Snapshot.Data("true"))?.Message, StringComparison.Ordinal);

    [Fact]
    public void Each_is_set_where_it_belongs()
    {
        Assert.Null(SettingsSchema.Refuse(SettingLayer.Device, "notifications.system", Snapshot.Data("true")));
        Assert.Equal(
            "notifications.system can't be set for the file; set it for the device.",
            SettingsSchema.Refuse(SettingLayer.File, "notifications.system", Snapshot.Data("true"))?.Message);
        Assert.Null(SettingsSchema.Refuse(SettingLayer.File, "theme", Snapshot.Data("\"dark\"")));
    }

    [Fact]
    public void A_value_ends_at_64_KiB() => Assert.Equal(
        "setting.too-large",
        SettingsSchema.Refuse(SettingLayer.User, "notifications.muted", Snapshot.Data($"[\"{new string('x', 70_000)}\"]"))?.Code);

    [Theory]
    [InlineData("", 1, "The input does not contain any JSON tokens")]
    [InlineData("[]", 1, "Settings are an object")]
    [InlineData("{\n  \"theme\": \"dark\"\n  \"language\": \"de\"\n}", 3, "'\"' is invalid after a value")]
    [InlineData("{\n  // A comment.\n  \"theme\": \"blue\",\n}", 3, "theme must be one of")]
    [InlineData("{\n  \"theme\": \"dark\",\n\n  \"them\": 1 }", 4, "There is no setting 'them'")]
    [InlineData("{ \"theme\": \"dark\",\n  \"theme\": \"light\" }", 2, "theme is set twice")]
    [InlineData("{ \"theme\": \"dark\" }\n}", 2, "'}' is invalid after a single JSON value")]
    public void A_broken_text_names_the_line_and_the_reason(string text, int line, string reason)
    {
        var (_, fault) = SettingsText.Read("/data/settings.json", Encoding.UTF8.GetBytes(text), SettingLayer.File);

        Assert.Equal(("/data/settings.json", line), (fault?.File, fault?.Line));
        Assert.StartsWith(reason, fault!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_may_have_comments_a_mark_and_a_comma_too_many()
    {
        var (values, fault) = SettingsText.Read(
            "f", Encoding.UTF8.GetBytes("\uFEFF{\n  /* For all. */ \"theme\": \"light\",\n  \"terminal.fontSize\": null, \"terminal.scrollback\": 500,\n}\n"), SettingLayer.File);

        Assert.Null(fault);
        Assert.Equal(["theme", "terminal.scrollback"], values.Keys);
        Assert.Equal(JsonValueKind.Number, values["terminal.scrollback"].ValueKind);
    }
}
