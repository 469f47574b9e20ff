using System.CommandLine;
using System.Diagnostics;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

internal static class StartCommand
{
    public static DispatchCommand Create()
    {
        var server = new ServerOptions();
        var foreground = new Option<bool>("--foreground") { Description = "Stay here, log here, and stop with Ctrl-C (the shells live on)." };
        var open = new Option<bool>("--open") { Description = "Open the page in a browser." };
        var command = new DispatchCommand(
            "start",
            "Start Dispatch, or bring back whatever part of it is missing. Prints where it is, and a link that signs a browser in once.",
            "dispatch start                  # on http://localhost:3030",
            "dispatch start --port 0 --open  # on any free port, in a browser",
            "dispatch start --bind 0.0.0.0 --tls-cert cert.pem --tls-key key.pem --allow-host box.example.org");
        server.AddTo(command);
        command.Add(foreground);
        command.Add(open);
        return command.Runs(async (parsed, cancellation) =>
        {
            ChildSignal.RefuseWhenIgnored();
            var data = parsed.DataFolder();
            using (var running = await RunningAsync(data, cancellation))
            {
                if (running is not null)
                {
                    await WelcomeAsync("Dispatch is already running at", running, parsed.GetValue(open), cancellation);
                    return ExitCodes.Ok;
                }
            }

            string[] arguments = ["--data", data.Root, .. server.Arguments(parsed, data)];
            Task Welcome(ServerConnection connection)
            {
                LastPort.Keep(data, new Uri(connection.Server.Url));
                return WelcomeAsync("Dispatch runs at", connection, parsed.GetValue(open), cancellation);
            }

            if (parsed.GetValue(foreground))
            {
                return await ForegroundServer.RunAsync(data, ServerProcess.StartHere(arguments, server.Database(parsed)), Welcome, cancellation);
            }

            var log = ServerLog.Open(data);
            using var process = ServerProcess.StartDetached(arguments, server.Database(parsed), log.Path);
            using var started = await StartedAsync(data, process, log, cancellation);
            await Welcome(started);
            return ExitCodes.Ok;
        });
    }

    /// <summary>The server that is there, once it is ready; null when there is none, or it was about to end.</summary>
    private static async Task<ServerConnection?> RunningAsync(DataFolder data, CancellationToken cancellation)
    {
        bool Ended() => LockFile.Holder(data.ServerLock) is null;
        if (Ended())
        {
            return null;
        }

        try
        {
            return await Readiness.WaitAsync(data, () => Ended() ? "The server ended." : null, cancellation);
        }
        catch (Failure) when (Ended())
        {
            return null;
        }
    }

    /// <summary>A server whose runner won't start is of no use: it is ended again.</summary>
    private static async Task<ServerConnection> StartedAsync(DataFolder data, Process process, ServerLog log, CancellationToken cancellation)
    {
        try
        {
            return await Readiness.WaitAsync(data, () => EndOf(process, data, log), cancellation);
        }
        catch (Failure)
        {
            if (Part.Server(data) is { } server && server.Pid == process.Id)
            {
                await server.StopAsync(cancellation);
            }

            throw;
        }
    }

    /// <summary>Another <c>start</c> may have been faster: its server is as good.</summary>
    private static string? EndOf(Process process, DataFolder data, ServerLog log) => process.HasExited && LockFile.Holder(data.ServerLock) is null
        ? log.LastLine() ?? $"The server ended with code {process.ExitCode} and said nothing. Look at {log.Path}"
        : null;

    private static async Task WelcomeAsync(string greeting, ServerConnection connection, bool open, CancellationToken cancellation)
    {
        var link = await SignInLinks.MakeAsync(connection, cancellation);
        Streams.Out.WriteLine($"{greeting} {connection.Server.Url}");
        Streams.Out.WriteLine($"Sign in once with {link}");
        if (open && !Browser.TryOpen(link))
        {
            Streams.Error.WriteLine("dispatch: there is no display here to open a browser on: follow the link above");
        }
    }
}
