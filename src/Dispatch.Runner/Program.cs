using Dispatch.Protocol;
using Dispatch.Runner.Backups;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Upgrades;
using Dispatch.Runner.Verification;

if (args.Contains("--keeper"))
{
    return KeeperProgram.Run(DataFolder.Locate(RunnerOptions.Value(args, "--data")));
}

if (args.Contains("--openapi"))
{
    await ApiDescription.PrintAsync(Console.Out);
    return 0;
}

if (args.Contains("--verify"))
{
    return await VerifyProgram.RunAsync(DataFolder.Locate(RunnerOptions.Value(args, "--data")), args.Contains("--quick"), Console.Out);
}

if (RunnerOptions.Value(args, "--copy-logs") is { } folder)
{
    return await BackupProgram.CopyAsync(DataFolder.Locate(RunnerOptions.Value(args, "--data")), new DataFolder(Path.GetFullPath(folder)), Console.Out);
}

if (args.Contains("--adopt-logs"))
{
    return await BackupProgram.AdoptAsync(DataFolder.Locate(RunnerOptions.Value(args, "--data")), TimeProvider.System, Console.Out);
}

if (args.Contains("--log-status"))
{
    return await BackupProgram.StatusAsync(DataFolder.Locate(RunnerOptions.Value(args, "--data")), Console.Out);
}

if (args.Contains("--prove"))
{
    return await ProofProgram.RunAsync(args);
}

return await RunnerProgram.RunAsync(args);
