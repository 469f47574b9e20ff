using System.Globalization;
using System.Text;
using Dispatch.Protocol.Settings;

namespace Dispatch.Protocol.Tests.Settings;

/// <summary>docs/settings.md: how settings are kept, and each of them.</summary>
internal static class SettingsDocument
{
    public static string Text(string regenerate)
    {
        var text = new StringBuilder(Introduction.Replace("REGENERATE", regenerate, StringComparison.Ordinal));
        foreach (var section in SettingsSchema.Sections.Where(section => section.Settings.Any(setting => !setting.Hidden)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n| setting | what it does | value | usually | set for |\n|---|---|---|---|---|\n");
            foreach (var setting in section.Settings.Where(setting => !setting.Hidden))
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| <a id=\"{setting.Key}\"></a>`{setting.Key}` | {setting.Title}. {setting.Description} | {setting.Shape.Allowed} | `{setting.Default}` | {string.Join(", ", setting.Layers.Select(layer => layer.ToString().ToLowerInvariant()))} |\n");
            }
        }

        return text.ToString();
    }

    private const string Introduction = """
        # Settings

        Settings in the page has all of these: its tabs choose for whom a value is set, the search finds names, ids and values, and each setting has an address
        (`/settings#terminal.fontSize`). What cannot be is told at its field and not sent. **JSON** shows what a tab sets as text. A value is set in one of five layers;
        what a later one says goes over what an earlier one does:

        | layer | for whom | written by |
        |---|---|---|
        | server | everybody | whoever manages the server, in the page or by `PATCH /api/settings/server` |
        | file | everybody | `settings.json` in the data folder, by hand; read within two seconds of every change. What may be set for the server may be set there |
        | user | you, on every device | the page, or `PATCH /api/settings/user` |
        | device | this browser, until it is signed out | the page, or `PATCH /api/settings/device` |
        | workspace | everybody in a workspace | the page, or `PATCH /api/settings/workspaces/ID` |

        A change is on every open page at once. `GET /api/settings` gives the layers that apply to whoever asks. A change is taken whole or refused with
        the setting, the reason and what would be right; null takes a value away. A file that is broken is told with the line and the reason in the
        answer of `GET /api/settings`, in the server's log and by `dispatch doctor`, and what it said before holds on:

        ```json
        {
          // For everybody who signs in here.
          "theme": "light",
          "terminal.scrollback": 20000
        }
        ```

        Below is every setting there is, made from the definitions in `src/Dispatch.Protocol/Settings`; the page's types, checks and controls are made
        from them too. Written anew by: `REGENERATE`.

        """;
}
