using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Clones;

namespace Dispatch.Runner.Workspaces.Endpoints;

internal static class CloneEndpoints
{
    private const string Item = WorkspaceEndpoints.Clones + "/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(WorkspaceEndpoints.Clones, Start)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("cloneRepository").WithSummary("Make a workspace of a git repository")
            .WithDescription("Answered at once; how far it is tells the clone itself. It asks nobody for anything: what needs a password fails.")
            .Produces<CloneInfo>(StatusCodes.Status202Accepted).Refuses(ErrorKind.Invalid, ErrorKind.Conflict);
        routes.MapGet(WorkspaceEndpoints.Clones, (RepositoryClones clones) => Results.Ok(new CloneList(clones.All)))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listClones").WithSummary("The clones that go on, and the last that ended")
            .Produces<CloneList>();
        routes.MapGet(Item, (string id, RepositoryClones clones) => clones.Find(id) is { } clone ? Results.Ok(clone.Info) : CloneRules.NotFound(id).ToResult())
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("getClone").WithSummary("How far a clone is")
            .Produces<CloneInfo>().Refuses(ErrorKind.NotFound);
        routes.MapDelete(Item, CancelAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("cancelClone").WithSummary("End a clone; nothing of it is left")
            .Produces<CloneInfo>().Refuses(ErrorKind.NotFound);
    }

    private static IResult Start(CloneRepository request, RepositoryClones clones)
    {
        var (clone, error) = clones.Start(request);
        return clone is not null ? Results.Accepted($"{WorkspaceEndpoints.Clones}/{clone.Info.Id}", clone.Info) : error!.ToResult();
    }

    private static async Task<IResult> CancelAsync(string id, RepositoryClones clones)
    {
        if (clones.Find(id) is not { } clone)
        {
            return CloneRules.NotFound(id).ToResult();
        }

        await clone.CancelAsync();
        return Results.Ok(clone.Info);
    }
}
