using System.Text.Json.Nodes;
using Dispatch.Protocol.Access;

namespace Dispatch.Server.Mcp.Tools;

internal static class ListWorkspacesTool
{
    public static readonly McpTool Tool = new(
        "list_workspaces", Capabilities.SessionList, Changes: false,
        "Lists the workspaces: folders on the machine, each with sessions of its own.",
        [],
        (call, _) => Task.FromResult(Answers.Json(new JsonArray([.. call.Workspaces.Select(workspace => new JsonObject
        {
            ["id"] = workspace.Id,
            ["name"] = McpText.Line(workspace.Name),
            ["folder"] = McpText.Line(workspace.Folder),
        })]))));
}
