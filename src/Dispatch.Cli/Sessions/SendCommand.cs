using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;

namespace Dispatch.Cli.Sessions;

internal static class SendCommand
{
    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var text = new Argument<string>("text") { Description = @"What to type. \r is Enter; also \n, \t, \e, \xHH and \\." };
        return new DispatchCommand(
            "send",
            "Type into a session.",
            @"dispatch send build 'make test\r'",
            @"dispatch send build '\x03'      # Ctrl-C")
        {
            session, text,
        }.Runs(async (parsed, cancellation) =>
        {
            var input = Escapes.InputText.Parse(parsed.GetRequiredValue(text));
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed.GetRequiredValue(session), cancellation);
            await SessionApi.WriteAsync(connection, found.Id, input, cancellation);
        });
    }
}
