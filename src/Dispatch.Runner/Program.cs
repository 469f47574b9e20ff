using Dispatch.Protocol;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Keeper;

if (args.Contains("--keeper"))
{
    return KeeperProgram.Run(DataFolder.Locate(RunnerOptions.Value(args, "--data")));
}

if (args.Contains("--openapi"))
{
    var options = new RunnerOptions(DataFolder.Locate(Path.GetTempPath()), "none", new(), new Dictionary<string, IReadOnlyList<string>>());
    await ApiDescription.PrintAsync(RunnerHost.Build(options, LogLevel.Warning), Console.Out);
    return 0;
}

return await RunnerProgram.RunAsync(args);
