using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Sessions.Endpoints;

/// <summary>What can be done with sessions over HTTP, an action a file.</summary>
internal static class SessionEndpoints
{
    public const string Collection = "/api/workspaces/{workspace}/sessions";
    public const string Item = Collection + "/{id}";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        ListSessions.Map(routes);
        CreateSessionEndpoint.Map(routes);
        GetSession.Map(routes);
        RenameSessionEndpoint.Map(routes);
        EndSessionEndpoint.Map(routes);
        RestartSession.Map(routes);
        RemoveSession.Map(routes);
        TypeIntoSession.Map(routes);
        CommandSession.Map(routes);
    }

    /// <summary>How every operation may refuse, for the API's description.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params ErrorKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            route.Produces<Problem>((int)kind, Problem.ContentType);
        }

        return route;
    }
}
