using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;

namespace Dispatch.Cli.Mcp;

internal static class RevokeCommand
{
    public static DispatchCommand Create()
    {
        var id = new Argument<string>("id") { Description = "The token's id, as 'dispatch mcp tokens' lists it." };
        id.Validators.Add(UsageError.RefuseUnknownOption);
        return new DispatchCommand("revoke", "Revoke a token: whatever is open with it is cut at once.", "dispatch mcp revoke t_8k2m4n6p0q")
        {
            id,
        }.Runs(async (parsed, cancellation) =>
        {
            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            using var done = await connection.SendAsync(HttpMethod.Delete, $"/api/devices/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}", null, cancellation);
        });
    }
}
