using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Cli.Native;
using Dispatch.Protocol;
using Dispatch.Protocol.Upgrades;

namespace Dispatch.Cli.Upgrades;

internal static class UpgradeCommand
{
    public static DispatchCommand Create()
    {
        var check = new Option<bool>("--check") { Description = "Only try the new runner on a copy of the log; change nothing." };
        return new DispatchCommand(
            "upgrade",
            "Swap the running server and runner for those installed with this command. No shell is closed; what can't go on is not swapped in.",
            "dispatch upgrade          # the newest build, with every shell living on",
            "dispatch upgrade --check  # would it work?")
        {
            check,
        }.Runs((parsed, cancellation) => RunAsync(parsed.DataFolder(), parsed.GetValue(check), cancellation));
    }

    private static async Task<int> RunAsync(DataFolder data, bool onlyCheck, CancellationToken cancellation)
    {
        var present = Installation.Running(data);
        if (present.Is(Programs.Server, Programs.Runner))
        {
            Streams.Out.WriteLine($"Dispatch runs this version already, from {Path.GetDirectoryName(present.Server.File)}.");
            return ExitCodes.Ok;
        }

        var proof = await ProveAsync(data, cancellation);
        Streams.Out.WriteLine(
            $"The new runner (version {proof.Version}) goes on from a copy of the log: {Count(proof.Sessions, "session")}, {Count(proof.Events, "event")} read.");
        if (onlyCheck)
        {
            Streams.Out.WriteLine("Nothing was changed. To go on: dispatch upgrade");
            return ExitCodes.Ok;
        }

        // From here on half a swap is worse than a whole one: Ctrl-C waits.
        var began = TimeProvider.System.GetTimestamp();
        var shells = await Swap.RunAsync(data, present);
        Streams.Out.WriteLine(
            $"Upgraded in {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s. {(shells == 0 ? "No shell was open." : $"{Count(shells, "shell")} lived on.")}");
        return ExitCodes.Ok;
    }

    private static async Task<RunnerProof> ProveAsync(DataFolder data, CancellationToken cancellation)
    {
        RunnerProof proof;
        try
        {
            proof = await DataProgram.ProveRunnerAsync(data, cancellation);
        }
        catch (Failure failure)
        {
            throw new Failure($"The new runner can't go on from this log, so nothing was changed: {failure.Message}");
        }

        return await Installation.KeeperProtocolAsync(data, cancellation) is { } spoken && spoken != proof.KeeperProtocol
            ? throw new Failure($"The keeper speaks version {spoken} of its protocol and the new runner {proof.KeeperProtocol}, so nothing was changed: a new keeper closes every shell. When none matters: dispatch stop --all, then dispatch start")
            : proof;
    }

    private static string Count(long count, string of) => $"{count} {of}{(count == 1 ? "" : "s")}";
}
