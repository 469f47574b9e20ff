using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Workspaces.TemplateSources;

/// <summary>Templates are taken among the user's own from a repository or a folder, taken anew from there, and taken away.</summary>
internal static class TemplateAdditionEndpoints
{
    private const string Collection = "/api/templates";
    private const string Additions = Collection + "/additions/{id}";
    private const string Item = Collection + "/{template}";

    public static void MapTemplateAdditions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Collection, (AddTemplate request, TemplateAdditions additions) => Begun(additions.Add(request)))
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("addTemplate").WithSummary("Take a template from a git repository or a folder among your own")
            .WithDescription("Answered at once; how far it is tells the addition itself. It asks nobody for anything: what needs a password fails. A broken template is refused with file, line and reason.")
            .Produces<TemplateAddition>(StatusCodes.Status202Accepted).Refuses(ErrorKind.Invalid, ErrorKind.Conflict);
        routes.MapGet(Additions, (string id, TemplateAdditions additions) => additions.Find(id) is { } found ? Results.Ok(found.Info) : TemplateAdditionRules.NoAddition(id).ToResult())
            .RequireCapability(Capabilities.WorkspaceRead)
            .WithName("getTemplateAddition").WithSummary("How far the adding or refreshing of a template is")
            .Produces<TemplateAddition>().Refuses(ErrorKind.NotFound);
        routes.MapDelete(Additions, CancelAsync)
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("cancelTemplateAddition").WithSummary("End the adding or refreshing of a template; nothing of it is left")
            .Produces<TemplateAddition>().Refuses(ErrorKind.NotFound);
        routes.MapPost(Item + "/refresh", (string template, TemplateAdditions additions) => Begun(additions.Refresh(template)))
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("refreshTemplate").WithSummary("Take a template anew from where it was added from")
            .WithDescription("Until the new one was fetched and read, the one that is there stays; what was changed in it by hand is replaced.")
            .Produces<TemplateAddition>(StatusCodes.Status202Accepted).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
        routes.MapDelete(Item, (string template, TemplateAdditions additions) => additions.Remove(template)?.ToResult() ?? Results.NoContent())
            .RequireCapability(Capabilities.WorkspaceManage)
            .WithName("removeTemplate").WithSummary("Remove a template that was added; what was made from it stays")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict);
    }

    private static IResult Begun((AddedTemplate? Addition, Error? Error) begun) => begun.Addition is { } addition
        ? Results.Accepted($"{Collection}/additions/{addition.Info.Id}", addition.Info)
        : begun.Error!.ToResult();

    private static async Task<IResult> CancelAsync(string id, TemplateAdditions additions)
    {
        if (additions.Find(id) is not { } addition)
        {
            return TemplateAdditionRules.NoAddition(id).ToResult();
        }

        await addition.CancelAsync();
        return Results.Ok(addition.Info);
    }
}
