using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Launch;

/// <summary>The runner's program as a reader of the logs, for when none runs that could be asked.</summary>
internal static class VerifyProcess
{
    /// <param name="data">Whose logs.</param>
    /// <param name="quick">Pages alone, of logs that nobody has open.</param>
    /// <param name="cancellation">Ends the program too.</param>
    public static async Task<IReadOnlyList<LogReport>> RunAsync(DataFolder data, bool quick, CancellationToken cancellation) =>
        (await DataProgram.RunAsync(
            Programs.Runner, ["--verify", "--data", data.Root, .. quick ? ["--quick"] : Array.Empty<string>()], Wire.Default.LogReportList, cancellation)).Items;
}
