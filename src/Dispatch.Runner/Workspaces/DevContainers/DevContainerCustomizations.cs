using System.Text.Json;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;

namespace Dispatch.Runner.Workspaces.DevContainers;

/// <summary>What <c>customizations</c> says to other editors, as far as Dispatch has the same: settings of VS Code's terminal.</summary>
internal static class DevContainerCustomizations
{
    private const string Place = "customizations";

    /// <summary>VS Code's own name for the variables of a terminal, which are a workspace's here.</summary>
    public const string TerminalVariables = "terminal.integrated.env.linux";

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["terminal.integrated.fontSize"] = "terminal.fontSize",
        ["terminal.integrated.fontFamily"] = "terminal.fontFamily",
        ["terminal.integrated.scrollback"] = "terminal.scrollback",
        ["terminal.integrated.copyOnSelection"] = "terminal.copyOnSelect",
    };

    /// <param name="ignored">Gets what has no effect, and why.</param>
    /// <param name="variables">What VS Code's terminals would have in their environment; undefined where nothing is said.</param>
    public static IReadOnlyList<DevContainerSetting> Read(JsonElement root, List<DevContainerIgnored> ignored, out JsonElement variables)
    {
        variables = default;
        if (!root.TryGetProperty(Place, out var all) || all.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var taken = new List<DevContainerSetting>();
        foreach (var tool in all.EnumerateObject())
        {
            if (tool.Name != "vscode" || tool.Value.ValueKind != JsonValueKind.Object)
            {
                ignored.Add(new DevContainerIgnored($"{Place}.{tool.Name}", "it is for another program"));
                continue;
            }

            foreach (var part in tool.Value.EnumerateObject())
            {
                if (part.Name == "settings" && part.Value.ValueKind == JsonValueKind.Object)
                {
                    variables = Settings(part.Value, taken, ignored);
                }
                else
                {
                    ignored.Add(new DevContainerIgnored(
                        $"{Place}.vscode.{part.Name}", part.Name == "extensions" ? "extensions are VS Code's; Dispatch has none" : "it is for VS Code alone"));
                }
            }
        }

        return taken;
    }

    private static JsonElement Settings(JsonElement settings, List<DevContainerSetting> taken, List<DevContainerIgnored> ignored)
    {
        JsonElement variables = default;
        foreach (var setting in settings.EnumerateObject())
        {
            var property = $"{Place}.vscode.settings.{setting.Name}";
            if (setting.Name == TerminalVariables && setting.Value.ValueKind == JsonValueKind.Object)
            {
                variables = setting.Value.Clone();
            }
            else if (!Known.TryGetValue(setting.Name, out var key))
            {
                ignored.Add(new DevContainerIgnored(property, "Dispatch has no such setting"));
            }
            else if (SettingsSchema.Refuse(SettingLayer.Workspace, key, setting.Value) is { } refusal)
            {
                ignored.Add(new DevContainerIgnored(property, $"it can't be the setting {key}: {refusal.Message.TrimEnd('.')}"));
            }
            else if (setting.Value.ValueKind != JsonValueKind.Null)
            {
                taken.Add(new DevContainerSetting(property, key, setting.Value.Clone()));
            }
        }

        return variables;
    }
}
