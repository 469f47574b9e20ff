using Dispatch.Protocol.Access;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions.Endpoints;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Agents.Origins;

internal static class GetLineOrigin
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspaces/{workspace}/agents/origin", HandleAsync)
            .RequireCapability(Capabilities.SessionRead)
            .WithName("getLineOrigin").WithSummary("Which agent wrote a line of a file, and why").WithTags("Agents")
            .WithDescription("'path' is in the workspace's folder, 'line' from 1, in the file as it is now on the disk.")
            .Produces<AgentOrigin>().Refuses(ErrorKind.Invalid, ErrorKind.Forbidden, ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(string? path, int? line, Workspace named, LineOrigins origins, CancellationToken cancellation)
    {
        try
        {
            return await origins.FindAsync(named, FilePath.Parse(path), Math.Max(1, line ?? 1), cancellation) is { } origin
                ? Results.Ok(origin)
                : new Error(ErrorKind.NotFound, "agent.no-origin", $"No turn of an agent that is known here wrote line {line ?? 1} of '{path}'. A person may have, or what it was then isn't kept.").ToResult();
        }
        catch (FileFaultException fault)
        {
            return fault.Error.ToResult();
        }
    }
}
