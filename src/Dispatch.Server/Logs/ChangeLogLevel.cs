using Dispatch.Logging;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Logs;

/// <summary><c>PUT /api/logs/levels/{area}</c>: how much an area logs from now on, wherever it lives: here, in the runner, or in both.</summary>
internal static class ChangeLogLevel
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPut("/api/logs/levels/{area}", Handle)
        .WithName("setLogLevel").WithSummary("How much an area logs from now on").Accepts<SetLogLevel>("application/json").Produces<LogLevelList>()
        .RequireCapability(Capabilities.ServerManage);

    private static async Task<IResult> Handle(string area, SetLogLevel request, AreaLevels levels, RunnerLevels runner, HttpContext context)
    {
        var (here, refusal) = levels.Choose(area, request);
        if (refusal is { Kind: not ErrorKind.NotFound })
        {
            return refusal.ToResult();
        }

        var there = await runner.SetAsync(area, request, context.RequestAborted);
        if (here is null && there.Levels is null)
        {
            return (await WhyNotAsync(area, there, levels, runner, context.RequestAborted)).ToResult();
        }

        // That the runner has no such area is no problem when this server has.
        var problem = there.Unreached ?? (there.Refusal is { Kind: not ErrorKind.NotFound } fault ? fault.Message : null);
        return TypedResults.Ok(new LogLevelList(
            [.. here?.Items ?? [], .. there.Levels?.Items ?? []], Together(here?.Problem, there.Levels?.Problem, problem)));
    }

    private static async Task<Error> WhyNotAsync(string area, RunnerAnswer there, AreaLevels levels, RunnerLevels runner, CancellationToken cancellation)
    {
        if (there.Unreached is { } reason)
        {
            return new Error(ErrorKind.Unavailable, "runner.unavailable", $"The server has no area '{area}', and the runner can't be asked: {reason}");
        }

        return there.Refusal is { Kind: not ErrorKind.NotFound } refusal
            ? refusal
            : LevelChoice.NoArea(area, [.. levels.List(), .. (await runner.ListAsync(cancellation)).Levels?.Items ?? []]);
    }

    private static string? Together(params string?[] problems) => string.Join("; ", problems.OfType<string>()) is { Length: > 0 } all ? all : null;
}
