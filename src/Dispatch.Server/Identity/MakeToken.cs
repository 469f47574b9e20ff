using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Identity;

/// <summary><c>POST /api/access-tokens</c>: a token for a program, which may no more than whoever makes it.</summary>
internal static class MakeToken
{
    private const int Most = 100;
    private const int LongestName = 100;
    private const int UsualDays = 90;
    private const int MostDays = 3650;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/access-tokens", Handle)
        .WithName("makeAccessToken").WithSummary("Makes a token for a program, as an agent that connects to /mcp").Produces<AccessTokenMade>(StatusCodes.Status201Created)
        .RequireCapability(Capabilities.AccessManage);

    private static async Task<IResult> Handle(MakeAccessToken request, HttpContext context, AccessTokenStore tokens, WorkspaceBoard workspaces, TimeProvider time)
    {
        var name = request.Name?.Trim() ?? "";
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            return Invalid($"A token has a name of 1 to {LongestName} characters, none of them control characters: it tells it from others in the list of devices.").ToResult();
        }

        if (request.Days is < 1 or > MostDays)
        {
            return Invalid($"A token lasts 1 to {MostDays} days.").ToResult();
        }

        if (request.Workspace is { } named && workspaces.Knows(named) is false)
        {
            return new Error(ErrorKind.NotFound, "workspace.not-found", $"There is no workspace '{named}' here. 'dispatch workspace ls' lists those there are.").ToResult();
        }

        var caller = context.Caller();
        var wanted = request.ReadOnly == true ? AccessToken.Reading : AccessToken.Doing;
        if (wanted.Select(capability => AccessDecision.Decide(caller, capability, request.Workspace)).FirstOrDefault(refusal => refusal is not null) is { } lacking)
        {
            return lacking.ToResult();
        }

        var (secret, now) = (AccessToken.Prefix + Secret.New(), time.GetUtcNow());
        var expiresAt = now + TimeSpan.FromDays(request.Days ?? UsualDays);
        var token = new NewAccessToken(
            Identifier.NewToken(), caller.Principal, Identifier.NewPrincipal(), name, Secret.Hash(secret),
            [.. wanted.Select(capability => new Grant(request.Workspace ?? Grant.Any, capability))], now.ToUnixTimeMilliseconds(), expiresAt.ToUnixTimeMilliseconds());
        return await tokens.AddAsync(token, Most, context.RequestAborted)
            ? TypedResults.Created((string?)null, new AccessTokenMade(
                token.Id, secret, $"{context.Request.Scheme}://{context.Request.Host}/mcp{(request.Workspace is { } one ? "/" + one : "")}", expiresAt))
            : new Error(ErrorKind.Conflict, "access.too-many-tokens", $"There are {Most} tokens already. Revoke one that isn't used any more: dispatch mcp tokens lists them.").ToResult();
    }

    private static Error Invalid(string message) => new(ErrorKind.Invalid, "access.token-invalid", message);
}
