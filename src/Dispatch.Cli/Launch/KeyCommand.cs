using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Launch;

internal static class KeyCommand
{
    public static DispatchCommand Create()
    {
        var key = new DispatchCommand(
            "key",
            "Print the access key: it signs a person in, and programs send it as a bearer token.",
            "dispatch key",
            "curl -H \"Authorization: Bearer $(dispatch key)\" http://localhost:3030/api/status",
            "dispatch key rotate").Runs(ShowAsync);
        key.Add(new DispatchCommand("show", "Print the access key.").Runs(ShowAsync));
        var database = ServerOptions.DatabaseOption();
        key.Add(new DispatchCommand(
            "rotate",
            "Make a new access key, also for a lost one; the old one opens nothing any more, and every browser is signed out.",
            "dispatch key rotate") { database }.Runs(async (parsed, cancellation) =>
        {
            if (AccessKey.Variables.FirstOrDefault(name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name))) is { } variable)
            {
                throw new Failure($"The access key is set by ${variable}: change it there and start the server again, or unset it to rotate the one of {parsed.DataFolder().AccessKeyFile}");
            }

            using var server = ServerProcess.StartHere(["--rotate-key", "--data", parsed.DataFolder().Root], parsed.GetValue(database));
            await server.WaitForExitAsync(cancellation);
            return server.ExitCode;
        }));
        return key;
    }

    private static Task ShowAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Streams.Out.WriteLine(AccessKey.Read(parsed.DataFolder()).Value);
        return Task.CompletedTask;
    }
}
