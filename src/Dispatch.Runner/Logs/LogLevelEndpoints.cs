using Dispatch.Logging;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Logs;
using Dispatch.Runner.Access;
using Dispatch.Runner.Hosting;

namespace Dispatch.Runner.Logs;

/// <summary>How much each area of this runner logs. For the server, which puts it beside its own.</summary>
internal static class LogLevelEndpoints
{
    public static void MapLogLevels(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/runner/logs/levels", (AreaLevels levels) => Results.Ok(new LogLevelList(levels.List())))
            .RequireCapability(Capabilities.RunnerRead).ExcludeFromDescription();
        routes.MapPut("/runner/logs/levels/{area}", (string area, SetLogLevel request, AreaLevels levels) =>
                levels.Choose(area, request) switch
                {
                    (_, { } refusal) => refusal.ToResult(),
                    var (done, _) => Results.Ok(done),
                })
            .RequireCapability(Capabilities.RunnerManage).ExcludeFromDescription();
    }
}
