using System.Globalization;

namespace Dispatch.Runner.Native;

/// <summary>What the kernel says of this process and this machine.</summary>
internal static class ThisProcess
{
    /// <summary>
    /// Whether it was started with SIGCHLD ignored: .NET would then reap every child itself and no exit status could be had.
    /// </summary>
    public static bool IgnoresChildSignal()
    {
        const string field = "SigIgn:";
        const int childSignal = 17;
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        var ignored = ulong.Parse(line.AsSpan(field.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (ignored >> (childSignal - 1) & 1) == 1;
    }

    /// <summary>How many descriptors it may have open.</summary>
    public static int DescriptorLimit()
    {
        const string field = "Max open files";
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith(field, StringComparison.Ordinal));
        var soft = line[field.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
    }

    /// <summary>How long the machine has been up, asleep or not (CLOCK_BOOTTIME, proc(5)).</summary>
    public static TimeSpan MachineUptime() =>
        TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>Another one after every boot of the machine.</summary>
    public static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
