using Dispatch.Protocol;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;
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

return await RunnerProgram.RunAsync(args);
