using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;

namespace Dispatch.Cli.Launch;

internal static class OpenCommand
{
    public static DispatchCommand Create() => new DispatchCommand(
        "open",
        "Open the page in a browser, signed in. Prints the link, which works once, when there is no display.",
        "dispatch open").Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var link = await SignInLinks.MakeAsync(connection, cancellation);
            if (!Browser.TryOpen(link))
            {
                Streams.Out.WriteLine(link);
            }
        });
}
