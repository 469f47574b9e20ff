using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary>
/// <c>POST /api/sign-in-links</c>: a link that signs one browser in, once. The token is behind the <c>#</c>: it reaches no server's log,
/// and a program that only looks at the link doesn't use it up.
/// </summary>
internal static class MakeSignInLink
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/sign-in-links", Handle)
        .WithName("makeSignInLink").WithSummary("Makes a link that signs one browser in, once").Produces<SignInLink>(StatusCodes.Status201Created)
        .RequireCapability(Capabilities.AccessManage);

    private static async Task<IResult> Handle(HttpContext context, SignInLinkStore links, TimeProvider time)
    {
        var token = Secret.New();
        var now = time.GetUtcNow();
        var expiresAt = now + Lifetime;
        await links.AddAsync(
            Secret.Hash(token), context.Caller().Principal, now.ToUnixTimeMilliseconds(), expiresAt.ToUnixTimeMilliseconds(), context.RequestAborted);
        return TypedResults.Created((string?)null, new SignInLink($"{context.Request.Scheme}://{context.Request.Host}/sign-in#{token}", expiresAt));
    }
}
