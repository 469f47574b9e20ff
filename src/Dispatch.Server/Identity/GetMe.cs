using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dispatch.Server.Identity;

/// <summary><c>GET /api/me</c>: who is signed in, and what they may do.</summary>
internal static class GetMe
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/me", Handle)
        .WithName("getMe").WithSummary("Who is signed in, and what they may do").Produces<Me>()
        .RequireCapability(Capabilities.AccessRead);

    private static Ok<Me> Handle(HttpContext context) => TypedResults.Ok(DeviceSignIn.Describe(context.Caller()));
}
