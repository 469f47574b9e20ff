using Dispatch.Protocol;
using Dispatch.Protocol.Settings;

namespace Dispatch.Server.Settings;

/// <summary>What <c>settings.json</c> in the data folder says. One that is broken says what it said before, and where it is broken.</summary>
internal sealed partial class SettingsFile(DataFolder data, ILogger<SettingsFile> logger)
{
    /// <summary>Bytes; settings are some hundred.</summary>
    private const long Largest = 1024 * 1024;

    private volatile SettingsLayer _layer = Empty(0);
    private (DateTime At, long Bytes)? _seen;

    public SettingsLayer Layer => _layer;

    /// <summary>Looks at the file again, where it isn't as it was. Called by one at a time.</summary>
    /// <returns>Whether it says something else now.</returns>
    public bool Look()
    {
        var file = new FileInfo(data.SettingsFile);
        (DateTime, long)? there = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
        if (there == _seen)
        {
            return false;
        }

        _seen = there;
        _layer = there is null ? Empty(_layer.Version + 1) : Read(file);
        if (_layer.Fault is { } fault)
        {
            LogBroken(logger, fault);
        }
        else if (there is not null)
        {
            LogRead(logger, _layer.Values.Count, file.FullName);
        }

        return true;
    }

    private SettingsLayer Read(FileInfo file)
    {
        var next = _layer with { Version = _layer.Version + 1, Fault = null };
        try
        {
            if (file.Length > Largest)
            {
                return next with { Fault = new SettingsFault(file.FullName, null, $"It is larger than {Largest / 1024} KiB; settings are less than one.") };
            }

            var (values, fault) = SettingsText.Read(file.FullName, File.ReadAllBytes(file.FullName), SettingLayer.File);
            return fault is null ? next with { Values = values } : next with { Fault = fault };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return next with { Fault = new SettingsFault(file.FullName, null, $"It can't be read: {e.Message}") };
        }
    }

    private static SettingsLayer Empty(long version) => new(SettingLayer.File, null, version, new Dictionary<string, System.Text.Json.JsonElement>());

    [LoggerMessage(1, LogLevel.Warning, "The settings file is broken, so what it said before holds on. {Fault}")]
    private static partial void LogBroken(ILogger logger, SettingsFault fault);

    [LoggerMessage(2, LogLevel.Information, "Took {Count} settings from {File}")]
    private static partial void LogRead(ILogger logger, int count, string file);
}
