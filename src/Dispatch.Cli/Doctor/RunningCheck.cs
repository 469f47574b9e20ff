namespace Dispatch.Cli.Doctor;

/// <summary>What runs, and whether it answers.</summary>
internal static class RunningCheck
{
    public const string Name = "running";

    public static IEnumerable<Finding> Look(Examined examined)
    {
        if (examined.Idle)
        {
            return [Finding.Ok(Name, "Nothing runs for this data folder; dispatch start starts it")];
        }

        if (examined.Server is not { } server)
        {
            return [Finding.Warning(
                Name, $"No server runs, but {Left(examined)} of an earlier start {(examined is { Runner: not null, Keeper: not null } ? "do" : "does")}",
                "Bring it back with: dispatch start. End all of it with: dispatch stop --all")];
        }

        if (examined.Silence is { } silence)
        {
            return [Finding.Problem(Name, $"The server (process {server}) doesn't answer: {silence}", "Look at: dispatch logs. Then: dispatch stop, and dispatch start")];
        }

        return examined.Status switch
        {
            { Runner: null } status => [Finding.Problem(
                Name, status.RunnerLink.Reason ?? $"The server runs, and its runner is {status.RunnerLink.State}", "Look at: dispatch logs runner. Then bring it back with: dispatch start")],
            { Runner.Keeper: null } => [Finding.Problem(
                Name, "The runner has no keeper, so no shell can be started", "Look at: dispatch logs keeper. Then bring it back with: dispatch start")],
            { } status => [Finding.Ok(Name, $"Server, runner and keeper run at {status.Url}, with {status.Runner.Running} of {status.Runner.Sessions} sessions alive")],
            null => [],
        };
    }

    private static string Left(Examined examined) => (examined.Runner, examined.Keeper) switch
    {
        (not null, not null) => "the runner and the keeper",
        (not null, null) => "the runner",
        _ => "the keeper",
    };
}
