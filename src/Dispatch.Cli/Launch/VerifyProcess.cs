using System.Diagnostics;
using System.Text.Json;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Launch;

/// <summary>The runner's program as a reader of the logs, for when none runs that could be asked.</summary>
internal static class VerifyProcess
{
    /// <param name="data">Whose logs.</param>
    /// <param name="quick">Pages alone, of logs that nobody has open.</param>
    /// <param name="cancellation">Ends the program too.</param>
    public static async Task<IReadOnlyList<LogReport>> RunAsync(DataFolder data, bool quick, CancellationToken cancellation)
    {
        LibC.KeepInheritedFromChildren();
        using var process = Process.Start(new ProcessStartInfo(Programs.Runner, ["--verify", "--data", data.Root, .. quick ? ["--quick"] : Array.Empty<string>()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return JsonSerializer.Deserialize(output is "" ? "null" : output, Wire.Default.LogReportList)?.Items
                ?? throw new Failure((await error).Trim().ReplaceLineEndings(" ") is { Length: > 0 } said
                    ? said
                    : $"{Programs.Runner} --verify ended with code {process.ExitCode} and said nothing. Build or install Dispatch again");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
