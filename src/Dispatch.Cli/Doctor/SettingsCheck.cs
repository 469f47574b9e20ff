using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Settings;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether the settings files can be read, and what the runner's says of the disk; what its other values mean is the runner's to refuse when it starts.</summary>
internal static class SettingsCheck
{
    public const string Name = "settings";

    public static IEnumerable<Finding> Look(Examined examined) => [.. OfRunner(examined), .. OfEverybody(examined.Data.SettingsFile)];

    private static IEnumerable<Finding> OfRunner(Examined examined)
    {
        var file = FileOf(examined.Data);
        if (!File.Exists(file))
        {
            return [Finding.Ok(Name, "There is no runner.json; everything is as usual")];
        }

        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllBytes(file));
            return settings.RootElement.ValueKind != JsonValueKind.Object ? [Unreadable(file, "it holds no object { … }")]
                : Read(settings.RootElement)?.Fault() is { } fault ? [Unreadable(file, fault)]
                : [Finding.Ok(Name, $"{file} can be read")];
        }
        catch (JsonException e)
        {
            return [Unreadable(file, e.Message)];
        }
    }

    /// <summary>That of the page's settings, which mostly isn't there.</summary>
    private static IEnumerable<Finding> OfEverybody(string file) => !File.Exists(file) ? []
        : SettingsText.Read(file, File.ReadAllBytes(file), SettingLayer.File).Fault is { } fault
            ? [Finding.Problem(Name, $"The settings for everybody are broken. {fault}", "Correct the file; until then what it said before holds, and after a start nothing of it")]
            : [Finding.Ok(Name, $"{file} can be read")];

    /// <summary>What it says of the disk; the usual where it says nothing, or nothing that can be read.</summary>
    public static DiskLimits Disk(DataFolder data)
    {
        try
        {
            using var settings = JsonDocument.Parse(File.ReadAllBytes(FileOf(data)));
            return settings.RootElement.ValueKind == JsonValueKind.Object && Read(settings.RootElement) is { } limits && limits.Fault() is null ? limits : new DiskLimits();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return new DiskLimits();
        }
    }

    private static DiskLimits? Read(JsonElement settings) =>
        settings.TryGetProperty("disk", out var disk) ? disk.Deserialize(Wire.Default.DiskLimits) : null;

    private static string FileOf(DataFolder data) => Path.Combine(data.Root, "runner.json");

    private static Finding Unreadable(string file, string cause) => Finding.Problem(
        Name, $"{file} isn't valid settings, so no runner will start: {cause}", "Correct it, or move it away to have everything as usual");
}
