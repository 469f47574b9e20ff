using System.Collections.Immutable;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Agents.McpServers;

/// <summary>
/// What a workspace's agents are given besides their own: named by a person, never by a file of the workspace, whose programs would then run
/// for whoever opens it.
/// </summary>
internal static class McpServerEndpoints
{
    private const string Collection = WorkspaceEndpoints.Item + "/mcp-servers";

    public static void MapMcpServers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, (string workspace, Workspace named, McpServerBook servers) => Results.Ok(new McpServerList([.. servers.Of(named.Id).Select(Describe)])))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listMcpServers").WithSummary("The servers of the Model Context Protocol that agents of a workspace are given").WithTags("Agents")
            .Produces<McpServerList>().Refuses(ErrorKind.NotFound);
        routes.MapPut(Collection + "/{name}", Set)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("setMcpServer").WithSummary("Give a workspace's agents a server").WithTags("Agents")
            .WithDescription("To those whose conversation begins, or is loaded, from now on; http and sse only to those that say they take them.")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapDelete(Collection + "/{name}", Remove)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removeMcpServer").WithSummary("Give a workspace's agents a server no more").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static IResult Set(string workspace, string name, McpServer request, Workspace named, AgentBook book) =>
        (AgentNames.RefuseName(name) ?? McpServerRules.Refuse(request) ?? book.Change(page =>
            page.Of(named.Id) is var own && own.Count >= AgentNames.Most && !own.ContainsKey(name)
                ? (null, AgentNames.TooMany("servers for agents"))
                : (page with { McpServers = page.McpServers.SetItem(named.Id, own.SetItem(name, request)) }, null)))?.ToResult() ?? Results.NoContent();

    private static IResult Remove(string workspace, string name, Workspace named, AgentBook book) => book.Change(page => page.Of(named.Id) is var own && own.ContainsKey(name)
        ? (page with { McpServers = own.Count == 1 ? page.McpServers.Remove(named.Id) : page.McpServers.SetItem(named.Id, own.Remove(name)) }, null)
        : (null, McpServerRules.NotFound(name)))?.ToResult() ?? Results.NoContent();

    private static McpServerInfo Describe((string Name, McpServer Server, bool Everywhere) entry) => new(
        entry.Name, entry.Server.Kind(), entry.Server.Command is { } command ? [command, .. entry.Server.Args ?? []] : null, entry.Server.Url,
        (entry.Server.Env ?? entry.Server.Headers)?.Keys.ToImmutableArray(), entry.Everywhere ? true : null);
}
