using System.ComponentModel;
using System.Diagnostics;

namespace Dispatch.Cli.Launch;

internal static class Browser
{
    /// <summary>False when there is no display to open one on, or nothing that would.</summary>
    public static bool TryOpen(string url)
    {
        if (!OperatingSystem.IsMacOS() && !HasDisplay())
        {
            return false;
        }

        try
        {
            using var opener = Process.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [url])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return opener is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static bool HasDisplay() =>
        Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 };
}
