using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Agents.Installing;

/// <summary>Agents are installed into the data folder by a session that anybody can watch, and removed from there.</summary>
internal static class InstallEndpoints
{
    private const string Item = WorkspaceEndpoints.Item + "/agents/{name}/installation";

    public static void MapInstallations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Item, InstallAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("installAgent").WithSummary("Install an agent's package into the data folder").WithTags("Agents")
            .WithDescription("Answers with the terminal session that does it; when that has ended with 0 the agent is installed. While one of the workspace goes on for the same agent, that is the answer. One that a session runs isn't installed anew.")
            .Produces<SessionInfo>(StatusCodes.Status201Created).Refuses(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapDelete(Item, RemoveAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("uninstallAgent").WithSummary("Remove an agent from the data folder").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static async Task<IResult> InstallAsync(
        string workspace, string name, Workspace named, AgentCatalogue agents, Installer installer, HttpContext http, CancellationToken cancellation)
    {
        if (agents.Find(name) is not { } agent)
        {
            return AgentNames.NotFound(name, agents.Names).ToResult();
        }

        if (agent.Package is not { } package)
        {
            return new Error(ErrorKind.Conflict, "agent.no-package", $"{agent.Title} has no package that could be installed here. Install its program {agent.Command[0]} as its makers say.").ToResult();
        }

        if (Launch.Find("npm", "/", Environment.GetEnvironmentVariable("PATH") ?? "") is null)
        {
            return new Error(ErrorKind.Conflict, "agent.no-npm", "npm isn't installed, which agents are installed with (apt-get install npm, or your system's like).").ToResult();
        }

        var (session, error) = await installer.InstallAsync(named, name, agent, package, http.Caller().Principal, cancellation);
        return session is not null
            ? Results.Created($"{WorkspaceEndpoints.Collection}/{workspace}/sessions/{session.Id}", session.Info)
            : error!.ToResult();
    }

    private static async Task<IResult> RemoveAsync(string workspace, string name, Workspace named, Installer installer, CancellationToken cancellation) =>
        await installer.RemoveAsync(named, name, cancellation) is { } error ? error.ToResult() : Results.NoContent();
}
