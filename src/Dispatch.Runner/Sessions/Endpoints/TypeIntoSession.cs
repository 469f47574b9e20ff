using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Sessions.Endpoints;

internal static class TypeIntoSession
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(SessionEndpoints.Item + "/input", HandleAsync)
            .RequireCapability(Capabilities.SessionWrite)
            .WithName("typeIntoSession").WithSummary("Write bytes to a session's input")
            .WithDescription("The body is taken as it is. Answered once the bytes are accepted; attach to learn when they were written.")
            .Accepts<byte[]>("application/octet-stream")
            .Produces(StatusCodes.Status204NoContent).Refuses(ErrorKind.NotFound, ErrorKind.Conflict, ErrorKind.TooLarge);

    private static async Task<IResult> HandleAsync(
        string workspace, string id, HttpContext http, SessionRegistry sessions, CancellationToken cancellation)
    {
        if (sessions.Find(workspace, id) is not { } session)
        {
            return SessionRules.NotFound(id).ToResult();
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellation);
        return session.Typing.Type(null, 0, body.GetBuffer().AsSpan(0, (int)body.Length))?.ToResult() ?? Results.NoContent();
    }
}
