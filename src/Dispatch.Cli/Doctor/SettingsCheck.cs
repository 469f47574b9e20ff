using System.Text.Json;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the settings file can be read; what its values mean is the runner's to refuse when it starts.</summary>
internal static class SettingsCheck
{
    public const string Name = "settings";

    public static IEnumerable<Finding> Look(Examined examined)
    {
        var file = Path.Combine(examined.Data.Root, "runner.json");
        if (!File.Exists(file))
        {
            return [Finding.Ok(Name, "There is no runner.json; everything is as usual")];
        }

        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllBytes(file));
            return settings.RootElement.ValueKind == JsonValueKind.Object
                ? [Finding.Ok(Name, $"{file} can be read")]
                : [Unreadable(file, "it holds no object { … }")];
        }
        catch (JsonException e)
        {
            return [Unreadable(file, e.Message)];
        }
    }

    private static Finding Unreadable(string file, string cause) => Finding.Problem(
        Name, $"{file} isn't valid settings, so no runner will start: {cause}", "Correct it, or move it away to have everything as usual");
}
