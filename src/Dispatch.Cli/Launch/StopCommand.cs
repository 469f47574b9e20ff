using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Launch;

internal static class StopCommand
{
    public static DispatchCommand Create()
    {
        var all = new Option<bool>("--all") { Description = "Also end the runner, the keeper and every shell." };
        var yes = new Option<bool>("--yes") { Description = "Don't ask." };
        return new DispatchCommand(
            "stop",
            "Stop the server. The shells live on and are there after the next start; --all ends them too.",
            "dispatch stop             # the shells live on",
            "dispatch stop --all       # says what will end, and asks",
            "dispatch stop --all --yes # in a script")
        {
            all, yes,
        }.Runs((parsed, cancellation) => parsed.GetValue(all)
            ? StopAllAsync(parsed.DataFolder(), parsed.GetValue(yes), cancellation)
            : StopServerAsync(parsed.DataFolder(), cancellation));
    }

    private static async Task<int> StopServerAsync(DataFolder data, CancellationToken cancellation)
    {
        var stopped = await Part.Server(data).StopAsync(cancellation);
        var shells = Part.Keeper(data).Pid is null ? "" : " Its shells live on: dispatch start brings them back, dispatch stop --all ends them.";
        Streams.Out.WriteLine(stopped ? $"Stopped the server.{shells}" : $"Dispatch isn't running for {data.Root}.{shells}");
        return ExitCodes.Ok;
    }

    private static async Task<int> StopAllAsync(DataFolder data, bool yes, CancellationToken cancellation)
    {
        Part[] parts = [Part.Server(data), Part.Runner(data), Part.Keeper(data)];
        var running = parts.Where(part => part.Pid is not null).ToArray();
        if (running.Length == 0)
        {
            Streams.Out.WriteLine($"Dispatch isn't running for {data.Root}.");
            return ExitCodes.Ok;
        }

        Streams.Out.WriteLine($"This ends the {string.Join(", the ", running.Select(part => part.Name))} and {await ShellsAsync(data, cancellation)}.");
        if (!yes && !Confirm())
        {
            Streams.Out.WriteLine("Nothing was stopped.");
            return ExitCodes.Failed;
        }

        foreach (var part in parts)
        {
            await part.StopAsync(cancellation);
        }

        Streams.Out.WriteLine("Stopped.");
        return ExitCodes.Ok;
    }

    private static bool Confirm()
    {
        if (LibC.isatty(LibC.StandardInput) == 0)
        {
            throw Failure.Usage("stop --all ends shells and there is nobody to ask: add --yes");
        }

        Streams.Out.Write("Go on? [y/N] ");
        return Streams.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>By name, as far as the server still answers.</summary>
    private static async Task<string> ShellsAsync(DataFolder data, CancellationToken cancellation)
    {
        const string Unknown = "every shell it holds";
        if (RunningServer.Find(data) is not { } server)
        {
            return Unknown;
        }

        try
        {
            using var connection = new ServerConnection(data, server);
            var sessions = await SessionApi.ListAllAsync(connection, cancellation);
            var names = sessions.Where(session => session.State is SessionState.Running or SessionState.Starting)
                .Select(session => $"{SafeText.Line(session.Name)} ({session.Id})").ToArray();
            return names.Length == 0 ? "no shell" : $"{names.Length} {(names.Length == 1 ? "shell" : "shells")}: {string.Join(", ", names)}";
        }
        catch (Failure)
        {
            return Unknown;
        }
    }
}
