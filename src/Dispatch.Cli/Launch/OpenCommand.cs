using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;

namespace Dispatch.Cli.Launch;

internal static class OpenCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        session.Arity = ArgumentArity.ZeroOrOne;
        return new DispatchCommand(
            "open",
            "Open the page, or a session in it, in a browser, signed in. Prints the link, which works once, when there is no display.",
            "dispatch open",
            "dispatch open build")
        {
            session, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = parsed.GetValue(session) is { } text ? await SessionArgument.ResolveAsync(connection, parsed, text, cancellation) : null;
            var link = await SignInLinks.MakeAsync(connection, cancellation);
            if (found is not null)
            {
                link = SignInLinks.To(link, found);
            }

            if (!Browser.TryOpen(link))
            {
                Streams.Out.WriteLine(link);
            }
        });
    }
}
