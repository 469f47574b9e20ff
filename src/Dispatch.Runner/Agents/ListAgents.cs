using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Agents;

internal static class ListAgents
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/agents", (string workspace, AgentCatalogue agents, Sandbox sandbox) =>
                Results.Ok(new AgentList(agents.All(Environment.GetEnvironmentVariables()), sandbox.Missing)))
            .RequireCapability(Capabilities.SessionList)
            .WithName("listAgents").WithSummary("The agents that can be started as a session, installed or not").WithTags("Agents")
            .Produces<AgentList>().Refuses(ErrorKind.NotFound);
}
