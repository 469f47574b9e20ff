using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Sessions;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Command = Dispatch.Protocol.Attach.Command;

namespace Dispatch.Cli.Agents;

/// <summary>The server's agent endpoints.</summary>
internal static class AgentApi
{
    public static string Path(string workspace, string agent) => $"/api/workspaces/{workspace}/agents/{Uri.EscapeDataString(agent)}";

    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("name") { Description = "Which one, as 'dispatch agents' lists them." };
        argument.Validators.Add(UsageError.RefuseUnknownOption);
        return argument;
    }

    public static async Task<IReadOnlyList<AgentInfo>> ListAsync(ServerConnection connection, string workspace, CancellationToken cancellation) =>
        (await connection.GetAsync($"/api/workspaces/{workspace}/agents", Wire.Default.AgentList, cancellation)).Items;

    /// <summary>Throws with the session's own words when it was not applied.</summary>
    public static async Task CommandAsync(ServerConnection connection, SessionInfo session, string name, JsonObject data, CancellationToken cancellation)
    {
        using var document = JsonDocument.Parse(data.ToJsonString());
        ClientMessage command = new Command(Guid.NewGuid().ToString("N"), name, document.RootElement);
        var result = await connection.SendAsync(
            HttpMethod.Post, $"{SessionApi.Path(session)}/command", command, Wire.Default.ClientMessage, Wire.Default.CommandResult, cancellation);
        if (!result.Ok)
        {
            throw new Failure(result.Message ?? $"The session refused: {result.Code}");
        }
    }
}
