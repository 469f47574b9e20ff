using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Spectre.Console;
using Capabilities = Dispatch.Protocol.Access.Capabilities;

namespace Dispatch.Cli.Mcp;

internal static class TokensCommand
{
    public static DispatchCommand Create()
    {
        var json = new Option<bool>("--json") { Description = "As JSON, for programs." };
        return new DispatchCommand("tokens", "List the tokens that were made and are still good.", "dispatch mcp tokens")
        {
            json,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var devices = await connection.GetAsync("/api/devices", Wire.Default.DeviceList, cancellation);
            var tokens = devices.Items.Where(device => device.Token is not null).ToList();
            if (parsed.GetValue(json))
            {
                JsonOutput.WriteList(tokens, Wire.Default.DeviceInfo);
                return;
            }

            string[][] rows =
            [
                .. tokens.Select(token => new[]
                {
                    token.Id, SafeText.Line(token.Name), token.Token!.Capabilities.Contains(Capabilities.SessionWrite) ? "does" : "reads", token.Token.Workspace ?? "all",
                    $"{token.LastSeenAt.ToLocalTime():yyyy-MM-dd}", $"{token.Token.ExpiresAt.ToLocalTime():yyyy-MM-dd}",
                }),
            ];
            TextTable.Write(width => TextTable.Build(["ID", "NAME", "MAY", "WORKSPACE", "USED", "ENDS"], rows, [1], width, (_, _) => Style.Plain));
        });
    }
}
