using Dispatch.Protocol.Access;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Access;

namespace Dispatch.Runner.Templates;

internal static class ListTemplates
{
    public static void AddTemplates(this IServiceCollection services) => services.AddSingleton<TemplateCatalogue>();

    public static void MapTemplates(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/templates", (TemplateCatalogue templates) => Results.Ok(templates.List()))
            .RequireCapability(Capabilities.SessionList)
            .WithName("listTemplates").WithSummary("What a workspace can be made from")
            .Produces<TemplateList>();
}
