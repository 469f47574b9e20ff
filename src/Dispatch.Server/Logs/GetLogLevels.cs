using Dispatch.Logging;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Logs;
using Dispatch.Server.Access;

namespace Dispatch.Server.Logs;

/// <summary><c>GET /api/logs/levels</c>: how much each area of the server and of its runner logs.</summary>
internal static class GetLogLevels
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/logs/levels", Handle)
        .WithName("getLogLevels").WithSummary("How much each area of the server and of its runner logs").Produces<LogLevelList>()
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(AreaLevels levels, RunnerLevels runner, HttpContext context)
    {
        var answer = await runner.ListAsync(context.RequestAborted);
        return TypedResults.Ok(new LogLevelList([.. levels.List(), .. answer.Levels?.Items ?? []], answer.Unreached ?? answer.Refusal?.Message));
    }
}
