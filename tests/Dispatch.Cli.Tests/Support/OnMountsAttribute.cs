using System.Diagnostics;

namespace Dispatch.Cli.Tests.Support;

/// <summary>A theory that mounts in a namespace of its own, or is skipped with the reason where that isn't allowed.</summary>
internal sealed class OnMountsAttribute : TheoryAttribute
{
    private static readonly string? Missing = WhyNot();

    public OnMountsAttribute() => Skip = Missing;

    private static string? WhyNot()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec unshare -m mount -t tmpfs -o size=64k none /tmp"]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"Nothing can be mounted here: {said.Trim()}";
    }
}
