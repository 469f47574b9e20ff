using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Identity;

/// <summary><c>POST /api/sign-in</c>: the access key for a cookie.</summary>
internal static class SignIn
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/sign-in", Handle)
        .WithName("signIn").WithSummary("Signs this browser in with the access key").Produces<Me>()
        .Public();

    private static async Task<IResult> Handle(
        SignInWithKey body, HttpContext context, SignInFailures failures, KeyCheck keys, DeviceSignIn devices)
    {
        if (failures.Refuse(context) is { } refusal)
        {
            return refusal.ToResult();
        }

        if (await keys.FindCallerAsync(body.Key?.Trim() ?? "", context.RequestAborted) is { } caller)
        {
            return TypedResults.Ok(await devices.SignInAsync(context, caller));
        }

        return (failures.Count(context)
            ?? new Error(ErrorKind.Unauthenticated, "access.key-wrong", "This is not the access key; dispatch key shows it.")).ToResult();
    }
}
