using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Mcp;

internal static class TokenCommand
{
    public static DispatchCommand Create()
    {
        var name = new Argument<string>("name") { Description = "What to call it in the list of devices, where it can be revoked." };
        name.Validators.Add(UsageError.RefuseUnknownOption);
        var readOnly = new Option<bool>("--read-only") { Description = "It only reads; else it also starts sessions, types into them and ends them." };
        var days = new Option<int?>("--days") { Description = "Days until it is over, 1 to 3650; 90 when absent.", HelpName = "N" };
        return new DispatchCommand(
            "token",
            "Make a token for an agent that connects over HTTP, and print it, nothing else. It is told this once. --workspace limits it to one.",
            "dispatch mcp token laptop --workspace shop --days 30",
            "claude mcp add --transport http dispatch http://localhost:3030/mcp --header \"Authorization: Bearer $(dispatch mcp token laptop)\"")
        {
            name, readOnly, days, WorkspaceOption.Instance,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var workspace = await WorkspaceOption.FindAsync(connection, parsed, cancellation);
            var made = await connection.SendAsync(
                HttpMethod.Post,
                "/api/access-tokens",
                new MakeAccessToken
                {
                    Name = parsed.GetRequiredValue(name),
                    Workspace = workspace?.Id ?? (parsed.GetValue(WorkspaceOption.Instance) is null ? null : WorkspaceOption.Default),
                    ReadOnly = parsed.GetValue(readOnly) ? true : null,
                    Days = parsed.GetValue(days),
                },
                Wire.Default.MakeAccessToken,
                Wire.Default.AccessTokenMade,
                cancellation);
            Streams.Error.WriteLine($"It opens {made.McpUrl} until {made.ExpiresAt.ToLocalTime():yyyy-MM-dd}. Revoke it with: dispatch mcp revoke {made.Id}");
            Streams.Out.WriteLine(made.Token);
        });
    }
}
