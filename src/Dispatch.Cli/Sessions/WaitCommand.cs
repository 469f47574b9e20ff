using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Sessions;

internal static class WaitCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        return new DispatchCommand(
            "wait",
            "Wait until a session's process ends, and exit with its code: 128 and the number for a signal, 1 when it failed to start or was lost.",
            "id=$(dispatch new -- make test); dispatch wait $id && echo passed")
        {
            session, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            var end = SessionEnd.Of(found) ?? await new SessionStream(
                connection,
                found.Id,
                SessionApi.Path(found),
                new AttachRequest { ReadOnly = true, Tail = true },
                new Unseen()).RunAsync(cancellation);
            return end!.Code;
        });
    }

    private sealed class Unseen : SessionView;
}
