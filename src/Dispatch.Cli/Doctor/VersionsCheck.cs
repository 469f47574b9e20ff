using System.Reflection;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Doctor;

/// <summary>Whether what runs is what is installed.</summary>
internal static class VersionsCheck
{
    public const string Name = "versions";

    public static string Installed { get; } =
        typeof(VersionsCheck).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static IEnumerable<Finding> Look(Examined examined) => Judge(Installed, examined.Status);

    public static IEnumerable<Finding> Judge(string installed, ServerStatus? status)
    {
        if (status is null)
        {
            return [Finding.Ok(Name, $"This is {installed}; nothing that runs can be asked for its version")];
        }

        Finding[] others = [.. Others(installed, status)];
        return others is [] ? [Finding.Ok(Name, $"All that runs is of this version, {installed}")] : others;
    }

    private static IEnumerable<Finding> Others(string installed, ServerStatus status)
    {
        if (status.Version != installed)
        {
            yield return Finding.Warning(
                Name, $"The server is of version {status.Version}, this command of {installed}", "Restart the server; its shells live on: dispatch stop, then dispatch start");
        }

        if (status.Runner is { } runner && runner.Version != status.Version)
        {
            yield return Finding.Warning(
                Name, $"The runner is of version {runner.Version}, the server of {status.Version}",
                $"They go on together. To have both alike, end the runner (its shells live on): kill {runner.Pid}, then dispatch start");
        }

        if (status.Runner?.Keeper is { } keeper && keeper.Version != status.Runner.Version)
        {
            // By design: only the end of its shells replaces it.
            yield return Finding.Ok(
                Name, $"The keeper is of version {keeper.Version} and stays so while its shells live; dispatch stop --all and dispatch start replace both");
        }
    }
}
