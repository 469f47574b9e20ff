using Dispatch.Protocol.Access;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Access;
using Dispatch.Runner.Files.Finding;
using Dispatch.Runner.Sessions.Endpoints;

namespace Dispatch.Runner.Files.Endpoints;

internal static class FindFiles
{
    private const int Most = 200;
    private const int Usual = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/find", HandleAsync)
            .RequireCapability(Capabilities.FileRead)
            .WithName("findFiles").WithSummary("Files by letters of their paths, the best first")
            .WithDescription("Ignored files are left out. 'limit' is at most 200, and 50 when absent.")
            .Produces<FoundFiles>().Refuses(ErrorKind.NotFound);

    private static async Task<IResult> HandleAsync(string workspace, string? query, int? limit, FileIndexes indexes, CancellationToken cancellation) =>
        Results.Ok(await indexes.Of(workspace).FindAsync(query ?? "", Math.Clamp(limit ?? Usual, 1, Most), cancellation));
}
