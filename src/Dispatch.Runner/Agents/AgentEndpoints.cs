using Dispatch.Runner.Agents.Origins;

namespace Dispatch.Runner.Agents;

internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        ListAgents.Map(routes);
        GetContentBlob.Map(routes);
        GetLineOrigin.Map(routes);
    }
}
