using System.Globalization;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Launch;

/// <summary>
/// A process started with SIGCHLD ignored hands that on to its children, and the kernel then throws away how theirs ended: no shell
/// would have an exit code.
/// </summary>
internal static class ChildSignal
{
    private const int Bit = 17 - 1;

    /// <summary>How it was when this program began.</summary>
    public static bool Ignored { get; private set; }

    /// <summary>Before anything else: handling a signal makes the runtime handle this one too, and hides how it was.</summary>
    public static void Remember()
    {
        try
        {
            const string Field = "SigIgn:";
            var mask = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
            Ignored = mask is not null && (ulong.Parse(mask.AsSpan(Field.Length).Trim(), NumberStyles.HexNumber) >> Bit & 1) == 1;
        }
        catch (IOException)
        {
            // No /proc: not Linux.
        }
    }

    public static void RefuseWhenIgnored()
    {
        if (Ignored)
        {
            throw new Failure("SIGCHLD is ignored here, so no shell's exit could be seen. Start it from a program that doesn't ignore it (in a shell: trap - CHLD)");
        }
    }
}
