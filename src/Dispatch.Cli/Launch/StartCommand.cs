using System.CommandLine;
using System.Diagnostics;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
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
            if (LockFile.Holder(data.ServerLock) is not null)
            {
                using var running = await Readiness.WaitAsync(data, () => null, cancellation);
                await WelcomeAsync("Dispatch is already running at", running, parsed.GetValue(open), cancellation);
                return ExitCodes.Ok;
            }

            string[] arguments = ["--data", data.Root, .. server.Arguments(parsed)];
            return parsed.GetValue(foreground)
                ? await ForegroundServer.RunAsync(data, arguments, connection => WelcomeAsync("Dispatch runs at", connection, parsed.GetValue(open), cancellation), cancellation)
                : await DetachAsync(data, arguments, parsed.GetValue(open), cancellation);
        });
    }

    private static async Task<int> DetachAsync(DataFolder data, string[] arguments, bool open, CancellationToken cancellation)
    {
        var log = ServerLog.Open(data);
        using var process = ServerProcess.StartDetached(arguments, log.Path);
        using var connection = await Readiness.WaitAsync(data, () => EndOf(process, log), cancellation);
        await WelcomeAsync("Dispatch runs at", connection, open, cancellation);
        return ExitCodes.Ok;
    }

    /// <summary>Another <c>start</c> may have been faster: its server is as good.</summary>
    private static string? EndOf(Process process, ServerLog log) => process.HasExited && process.ExitCode != 0
        ? log.LastLine() ?? $"The server ended with code {process.ExitCode} and said nothing. Look at {log.Path}"
        : null;

    private static async Task WelcomeAsync(string greeting, ServerConnection connection, bool open, CancellationToken cancellation)
    {
        var link = await SignInLinks.MakeAsync(connection, cancellation);
        Console.WriteLine($"{greeting} {connection.Server.Url}");
        Console.WriteLine($"Sign in once with {link}");
        if (open && !Browser.TryOpen(link))
        {
            Console.Error.WriteLine("dispatch: there is no display here to open a browser on: follow the link above");
        }
    }
}
