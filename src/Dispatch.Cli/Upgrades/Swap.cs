using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;

namespace Dispatch.Cli.Upgrades;

/// <summary>
/// Ends server and runner in order and starts others in their place. The keeper holds every process meanwhile, and what they print. When the
/// new ones don't come up, those of before are started again.
/// </summary>
internal static class Swap
{
    private static readonly CancellationToken Whole = CancellationToken.None;

    /// <returns>How many processes live on.</returns>
    public static async Task<int> RunAsync(DataFolder data, Installation present)
    {
        // Before anything is ended: what can't be written to now can't be when there is no way back.
        var log = Log(data);
        var again = present.Server.Arguments;
        if (RunningServer.Find(data) is { } server)
        {
            // Where it was, also when any free port was asked for: pages and clients come back to it.
            again = WithPort(again, new Uri(server.Url).Port);
        }

        try
        {
            await EndAsync(data);
            return await StartAsync(data, log, Programs.Server, WithoutRunner(again), present.Server.Environment);
        }
        catch (Failure failure)
        {
            throw await BackAsync(data, present.Server.File, again, present.Server.Environment, failure);
        }
    }

    private static async Task EndAsync(DataFolder data)
    {
        await Part.Server(data).StopAsync(Whole);
        await Part.Runner(data).StopAsync(Whole);
    }

    private static ServerLog Log(DataFolder data)
    {
        try
        {
            return ServerLog.Open(data);
        }
        catch (Failure failure)
        {
            throw new Failure($"Nothing was changed, as a new server would have nowhere to write its log. {failure.Message}");
        }
    }

    private static async Task<int> StartAsync(
        DataFolder data, ServerLog log, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var process = ServerProcess.StartAgain(program, arguments, environment, log.Path);
        using var connection = await Readiness.WaitAsync(
            data,
            () => process.HasExited && LockFile.Holder(data.ServerLock) is null
                ? log.LastLine() ?? $"The server ended with code {process.ExitCode} and said nothing"
                : null,
            Whole);
        return await Installation.ShellsAsync(connection);
    }

    private static async Task<Failure> BackAsync(
        DataFolder data, string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, Failure reason)
    {
        try
        {
            await EndAsync(data);
            await StartAsync(data, ServerLog.Open(data), program, arguments, environment);
            return new Failure($"The new version didn't come up, and the one of before runs again: {reason.Message}");
        }
        catch (Failure second)
        {
            return new Failure(
                $"The new version didn't come up ({reason.Message.TrimEnd('.')}), nor did the one of before: {second.Message.TrimEnd('.')}. The shells live on with the keeper; mend what that names, then: dispatch start");
        }
    }

    private static string[] WithPort(IReadOnlyList<string> arguments, int port) => [.. Without(arguments, "--port"), "--port", $"{port}"];

    // The new server brings its own.
    private static string[] WithoutRunner(IReadOnlyList<string> arguments) => [.. Without(arguments, "--runner")];

    private static IEnumerable<string> Without(IReadOnlyList<string> arguments, string option)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == option)
            {
                i++;
            }
            else
            {
                yield return arguments[i];
            }
        }
    }
}
