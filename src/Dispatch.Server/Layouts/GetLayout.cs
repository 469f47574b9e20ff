using System.Text;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Layouts;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Layouts;

/// <summary><c>GET /api/workspaces/{workspace}/layout</c>: how a window of this browser was arranged last; nothing (204) when it never was.</summary>
internal static class GetLayout
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/workspaces/{workspace}/layout", Handle)
        .WithName("getLayout").WithSummary("How a window of this browser is arranged").Produces<Layout>().Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.SessionList);

    private static async Task<IResult> Handle(string workspace, int? window, HttpContext context, LayoutStore layouts)
    {
        var (key, refusal) = LayoutsServices.Key(context, workspace, window);
        if (key is null)
        {
            return refusal!.ToResult();
        }

        if (await layouts.FindAsync(key, context.RequestAborted) is not { } kept)
        {
            return TypedResults.NoContent();
        }

        context.Response.Headers.ETag = LayoutsServices.Tag(kept.Version);
        return TypedResults.Text(kept.Document, "application/json", Encoding.UTF8);
    }
}
