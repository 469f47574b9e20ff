using System.Data.Common;
using Dispatch.Loops;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Hosting;

/// <summary><c>/healthz</c>: this process answers. <c>/readyz</c>: it can do its work, with all that it needs; else a problem with a part for each that can't.</summary>
internal static class Health
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(2);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok\n")).WithName("healthz").WithSummary("The server answers").Public();
        routes.MapGet("/readyz", Ready).WithName("readyz").WithSummary("The server can work: database, runner, keeper, log and disk are well").Public();
    }

    private static async Task<IResult> Ready(
        HttpContext context, IDatabase database, RunnerClient runner, RunnerState state, BackgroundLoops loops, TimeProvider time)
    {
        using var limit = new CancellationTokenSource(LongestAnswer, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        List<ProblemPart> parts =
        [
            .. await OfDatabaseAsync(database, either.Token),
            .. await OfRunnerAsync(runner, state, either.Token),
            .. loops.Failing.Select(static loop => loop.ToPart()),
        ];
        context.RequestAborted.ThrowIfCancellationRequested();
        return parts is [var first, ..]
            ? new Error(ErrorKind.Unavailable, first.Code, string.Join(' ', parts.Select(part => part.Detail))).ToResult(parts)
            : TypedResults.Text("ready\n");
    }

    private static async Task<IReadOnlyList<ProblemPart>> OfDatabaseAsync(IDatabase database, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await database.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(cancellation);
            return [];
        }
        catch (Exception e) when (e is DbException or TimeoutException or IOException or OperationCanceledException)
        {
            var reason = e is OperationCanceledException ? null : database.Explain(e);
            return [new("database", "database.unavailable", reason ?? "The database doesn't answer; see the server's log (dispatch logs server).")];
        }
    }

    private static async Task<IReadOnlyList<ProblemPart>> OfRunnerAsync(RunnerClient runner, RunnerState state, CancellationToken cancellation)
    {
        if (!state.IsConnected)
        {
            return [new("runner", "runner.unavailable", state.Link.Reason ?? "The runner does not answer yet; try again in a moment.")];
        }

        try
        {
            // What is only a warning keeps nobody from work.
            return [.. ((await runner.StatusAsync(cancellation))?.Troubles ?? []).Where(static trouble => trouble.Warning is not true)];
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return [new("runner", "runner.unavailable", "The runner is connected and does not answer; try again in a moment, and see its log (dispatch logs runner).")];
        }
    }
}
