using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces.Endpoints;

namespace Dispatch.Runner.Workspaces.Presets;

/// <summary>What was open in a workspace is kept under a name, and started again.</summary>
internal static class PresetEndpoints
{
    private const string Collection = WorkspaceEndpoints.Item + "/presets";
    private const string Item = Collection + "/{id}";

    public static void MapPresets(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Collection, (string workspace, Workspace named) => Results.Ok(PresetStore.List(named)))
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("listPresets").WithSummary("A workspace's presets, with what keeps a broken one from being started")
            .Produces<PresetList>().Refuses(ErrorKind.NotFound);
        routes.MapPost(Collection, SaveAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("savePreset").WithSummary("Keep what is open under a name, to start it again")
            .WithDescription("Each session with its command, the variables it was given, and the folder that its shell is in now. What was typed isn't kept.")
            .Produces<Preset>(StatusCodes.Status201Created)
            .Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.TooLarge, ErrorKind.Unavailable);
        routes.MapPatch(Item, RenameAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("renamePreset").WithSummary("Call a preset otherwise")
            .Produces<Preset>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.Unavailable);
        routes.MapDelete(Item, RemoveAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removePreset").WithSummary("Remove a preset; what was started from it runs on")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Unavailable);
        routes.MapPost(Item + "/start", StartAsync)
            .RequireCapability(Capabilities.SessionCreate)
            .WithName("startPreset").WithSummary("Start a preset's sessions, as new ones")
            .WithDescription("What can't be started, for want of its folder or its program, is named in 'notStarted', and the rest runs. The layout has the new ids.")
            .Produces<PresetStarted>().Refuses(ErrorKind.Invalid, ErrorKind.NotFound, ErrorKind.Unavailable);
    }

    private static async Task<IResult> SaveAsync(
        string workspace, SavePreset request, Workspace named, SessionRegistry sessions, TimeProvider time, CancellationToken cancellation)
    {
        var (taken, refusal) = PresetCapture.Take(named, sessions, request, time.GetUtcNow());
        if (taken is null)
        {
            return refusal!.ToResult();
        }

        var (saved, error) = PresetStore.Save(named, taken, request.Replace is true);
        if (saved is null)
        {
            return error!.ToResult();
        }

        await Confirmation.AwaitAsync(named, $"The preset '{saved.Name}' was saved.", cancellation);
        return Results.Created($"{WorkspaceEndpoints.Collection}/{workspace}/presets/{saved.Id}", saved);
    }

    private static async Task<IResult> RenameAsync(string workspace, string id, RenamePreset request, Workspace named, CancellationToken cancellation)
    {
        if (PresetRules.Name(request.Name) is { } bad)
        {
            return bad.ToResult();
        }

        var (renamed, error) = PresetStore.Rename(named, id, request.Name.Trim());
        if (renamed is null)
        {
            return error!.ToResult();
        }

        await Confirmation.AwaitAsync(named, $"The preset '{renamed.Name}' was renamed.", cancellation);
        return Results.Ok(renamed);
    }

    private static async Task<IResult> RemoveAsync(string workspace, string id, Workspace named, CancellationToken cancellation)
    {
        if (PresetStore.Remove(named, id) is { } error)
        {
            return error.ToResult();
        }

        await Confirmation.AwaitAsync(named, "The preset was removed.", cancellation);
        return Results.NoContent();
    }

    private static async Task<IResult> StartAsync(
        string workspace, string id, StartPreset? request, Workspace named, HttpContext http, PresetStart start, CancellationToken cancellation)
    {
        if (PresetRules.RequestId(request?.RequestId) is { } bad)
        {
            return bad.ToResult();
        }

        var (preset, error) = PresetStore.Find(named, id);
        if (preset is null)
        {
            return error!.ToResult();
        }

        var (started, refusal) = await start.RunAsync(named, preset, request?.RequestId, http.Caller().Principal, cancellation);
        return started is not null ? Results.Ok(started) : refusal!.ToResult();
    }
}
