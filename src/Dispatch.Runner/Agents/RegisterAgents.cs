using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Agents;

/// <summary>Agents of one's own: of the runner, whichever workspace they were registered from.</summary>
internal static partial class RegisterAgents
{
    private const string Item = WorkspaceEndpoints.Item + "/agents/{name}";

    public static void MapRegistrations(this IEndpointRouteBuilder routes)
    {
        routes.MapPut(Item, Register)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("registerAgent").WithSummary("Register an agent of one's own, or another under its name").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapDelete(Item, Remove)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removeAgent").WithSummary("Forget an agent that was registered").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static IResult Register(string workspace, string name, RegisterAgent request, Workspace named, AgentBook book, HttpContext http, ILogger<AgentBook> logger)
    {
        var refusal = AgentNames.RefuseName(name) ?? AgentNames.Refuse(request) ?? book.Change(page =>
            page.Agents.Count >= AgentNames.Most && !page.Agents.ContainsKey(name)
                ? (null, AgentNames.TooMany("agents"))
                : (page with { Agents = page.Agents.SetItem(name, request) }, null));
        if (refusal is null)
        {
            var principal = http.Caller().Principal;
            LogRegistered(logger, name, named.Id, principal);
        }

        return refusal?.ToResult() ?? Results.NoContent();
    }

    private static IResult Remove(string workspace, string name, AgentBook book) => book.Change(page => page.Agents.ContainsKey(name)
        ? (page with { Agents = page.Agents.Remove(name) }, null)
        : (null, new Error(ErrorKind.NotFound, "agent.not-registered", $"No agent '{name}' was registered here. Those of runner.json are removed there; those that Dispatch knows stay.")))?.ToResult() ?? Results.NoContent();

    [LoggerMessage(EventId = 161, Level = LogLevel.Information, Message = "The agent {Agent} was registered from {Workspace} by {Principal}")]
    private static partial void LogRegistered(ILogger logger, string agent, string workspace, string principal);
}
