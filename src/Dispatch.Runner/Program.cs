using Dispatch.Protocol;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;

if (args.Contains("--keeper"))
{
    return KeeperProgram.Run(DataFolder.Locate(RunnerOptions.Value(args, "--data")));
}

if (args.Contains("--openapi"))
{
    await ApiDescription.PrintAsync(Console.Out);
    return 0;
}

return await RunnerProgram.RunAsync(args);
