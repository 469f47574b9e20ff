using Dispatch.Protocol.Access;
using Dispatch.Server.Access;

namespace Dispatch.Server.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: one document for all that this server answers, its runner's part included.</summary>
internal static class OpenApiEndpoint
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services
        .AddOpenApi(MergedDocument.Name, static options => options
            .AddOperationTransformer(CapabilityTransformer.TransformAsync)
            .AddDocumentTransformer(DocumentTransformer.TransformAsync))
        .AddSingleton<MergedDocument>();

    public static void MapApiDescription(this IEndpointRouteBuilder routes) => routes.MapGet("/openapi/v1.json", Handle)
        .ExcludeFromDescription()
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(MergedDocument document, HttpContext context) =>
        TypedResults.Bytes(await document.GetAsync(context.RequestAborted), "application/json");
}
