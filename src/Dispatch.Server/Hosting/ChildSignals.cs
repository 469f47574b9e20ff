using System.Globalization;

namespace Dispatch.Server.Hosting;

/// <summary>
/// Whoever starts this program with SIGCHLD ignored makes the runtime reap every child by itself, and with it the exit of the runner
/// that this server waits for.
/// </summary>
internal static class ChildSignals
{
    private const int SigChld = 17;

    public static void Demand()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status))
        {
            return;
        }

        var ignored = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        if (ignored is not null && IsIgnored(ignored["SigIgn:".Length..].Trim()))
        {
            throw new StartException(
                "Dispatch.Server was started with SIGCHLD ignored, so it can't wait for the runner: start it without that (a shell's trap '' CHLD, or a service manager that ignores it).");
        }
    }

    private static bool IsIgnored(string mask) =>
        ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits & (1UL << (SigChld - 1))) != 0;
}
