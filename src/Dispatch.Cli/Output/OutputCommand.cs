using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Sessions;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Attach;

namespace Dispatch.Cli.Output;

internal static class OutputCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var follow = new Option<bool>("--follow") { Description = "Go on with what it prints from now, until it ends." };
        var from = new Option<long?>("--from") { Description = "Begin at this position of its log; else at the oldest kept.", HelpName = "SEQ" };
        return new DispatchCommand(
            "output",
            "Print what a session printed, as plain text: no colours, no control sequences; what was written over in a line is gone.",
            "dispatch output build | less",
            "dispatch output build --follow | grep --line-buffered error")
        {
            session, WorkspaceOption.Instance, follow, from,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            var position = parsed.GetValue(from) is > 1 and var first ? new Position(found.Epoch, first - 1) : null;
            await new SessionStream(
                connection,
                found.Id,
                SessionApi.Path(found),
                new AttachRequest { ReadOnly = true, From = position },
                new OutputView(parsed.GetValue(follow), asked: position is not null)).RunAsync(cancellation);
        });
    }
}
