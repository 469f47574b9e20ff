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
    private const string CalledBy = "install-agent";

    public static void MapInstallations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Item, InstallAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("installAgent").WithSummary("Install an agent's package into the data folder").WithTags("Agents")
            .WithDescription("Answers with the terminal session that does it; when that has ended with 0 the agent is installed. While one goes on for the same agent, that is the answer.")
            .Produces<SessionInfo>(StatusCodes.Status201Created).Refuses(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapDelete(Item, Remove)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("uninstallAgent").WithSummary("Remove an agent from the data folder").WithTags("Agents")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static async Task<IResult> InstallAsync(
        string workspace, string name, Workspace named, AgentCatalogue agents, AgentFolder folder, SessionRegistry sessions, SessionCreation creation, HttpContext http, CancellationToken cancellation)
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

        if (sessions.All.FirstOrDefault(session => session.Alive && Installs(session.Created.Command, name)) is { } going)
        {
            return Created(going.Info);
        }

        folder.Make();
        var scripts = AgentCatalogue.NeedsScripts(agent) ? "--foreground-scripts" : "--ignore-scripts";
        var (session, error) = await creation.CreateAsync(
            named,
            new CreateSession
            {
                Name = $"Install {agent.Title}",
                Cwd = folder.Root,
                Command = ["sh", "-c", AgentFolder.Script, CalledBy, folder.Root, name, package, Path.GetFileName(agent.Command[0]), scripts],
                ShellIntegration = false,
                Cols = 100,
            },
            http.Caller().Principal,
            cancellation);
        return session is not null ? Created(session.Info) : error!.ToResult();

        IResult Created(SessionInfo info) => Results.Created($"{WorkspaceEndpoints.Collection}/{workspace}/sessions/{info.Id}", info);
    }

    private static IResult Remove(string workspace, string name, AgentFolder folder, SessionRegistry sessions)
    {
        if (sessions.All.FirstOrDefault(session => session.Alive && (Installs(session.Created.Command, name) || Sandbox.IsWithin(session.Created.Command[0], folder.Of(name)))) is { } used)
        {
            return new Error(ErrorKind.Conflict, "agent.in-use", $"The session '{used.Info.Name}' ({used.Id}) uses it. End that first.").ToResult();
        }

        return AgentNames.RefuseName(name) is null && folder.Remove(name)
            ? Results.NoContent()
            : new Error(ErrorKind.NotFound, "agent.not-managed", $"{name} is not installed in the data folder. 'dispatch agents' lists what is.").ToResult();
    }

    private static bool Installs(IReadOnlyList<string> command, string name) => command.Count > 5 && command[3] == CalledBy && command[5] == name;
}
