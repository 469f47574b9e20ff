using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Environments;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Hosting;

/// <summary><c>/healthz</c>: this process answers. <c>/readyz</c>: it can do its work, with its database and its runner.</summary>
internal static class Health
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Text("ok\n")).WithName("healthz").WithSummary("The server answers").Public();
        routes.MapGet("/readyz", Ready).WithName("readyz").WithSummary("The server can work: database and runner answer").Public();
    }

    private static async Task<IResult> Ready(HttpContext context, IDatabase database, RunnerState runner)
    {
        await using var connection = await database.OpenAsync(context.RequestAborted);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1";
        await command.ExecuteScalarAsync(context.RequestAborted);
        return runner.IsConnected
            ? TypedResults.Text("ready\n")
            : new Error(ErrorKind.Unavailable, "runner.unavailable", runner.Link.Reason ?? "The runner does not answer yet; try again in a moment.").ToResult();
    }
}
