using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary><c>POST /api/sign-in/link</c>: the token of a one-time link for a cookie.</summary>
internal static class SignInByLink
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/sign-in/link", Handle)
        .WithName("signInByLink").WithSummary("Signs this browser in with a one-time link's token").Produces<Me>()
        .Public();

    private static async Task<IResult> Handle(
        SignInWithLink body, HttpContext context, SignInFailures failures, SignInLinkStore links, PrincipalStore principals,
        DeviceSignIn devices, TimeProvider time)
    {
        if (failures.Refuse(context) is { } refusal)
        {
            return refusal.ToResult();
        }

        var cancellation = context.RequestAborted;
        if (await links.UseAsync(Secret.Hash(body.Token ?? ""), time.NowMilliseconds(), cancellation) is { } principal
            && await principals.FindAsync(principal, cancellation) is { } caller)
        {
            return TypedResults.Ok(await devices.SignInAsync(context, caller));
        }

        return (failures.Count(context)
            ?? new Error(ErrorKind.Unauthenticated, "access.link-spent", "This sign-in link was used already or is too old; dispatch open makes a new one.")).ToResult();
    }
}
