using System.Globalization;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Gateway;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Gateway;

/// <summary>
/// <c>GET /api/usage?from=&amp;to=&amp;workspace=&amp;session=&amp;by=</c>: what was used of models. Days of UTC, today and the 29 before when absent; <c>by</c>
/// names what to group by, with commas between: <c>day</c>, <c>workspace</c>, <c>session</c>, <c>principal</c>, <c>provider</c>, <c>model</c>.
/// </summary>
internal static class GetUsage
{
    private const int MostItems = 1000;
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly TimeSpan Usual = TimeSpan.FromDays(29);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/usage", Handle)
        .WithName("getUsage").WithSummary("What agents used of models through the gateway: tokens and cost by day, workspace, session, principal, provider and model")
        .Produces<UsageReport>()
        .RequireCapability(Capabilities.ServerRead);

    private static async Task<IResult> Handle(string? from, string? to, string? workspace, string? session, string? by, HttpContext context, UsageStore usage, TimeProvider time)
    {
        var now = time.GetUtcNow();
        from ??= UsageLedger.Day(now - Usual);
        to ??= UsageLedger.Day(now);
        string[] groups = [.. (by ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        if (!IsDay(from) || !IsDay(to))
        {
            return new Error(ErrorKind.Invalid, "usage.day-invalid", "A day is written like 2026-12-01.").ToResult();
        }

        if (groups.FirstOrDefault(name => !UsageStore.Groups.ContainsKey(name)) is { } unknown)
        {
            return new Error(ErrorKind.Invalid, "usage.group-unknown", $"Usage can't be grouped by '{unknown}', but by: {string.Join(", ", UsageStore.Groups.Keys)}.").ToResult();
        }

        var (items, total) = await usage.ReportAsync(from, to, workspace, session, groups, MostItems, context.RequestAborted);
        return TypedResults.Ok(new UsageReport(from, to, items, total));
    }

    private static bool IsDay(string day) => DateOnly.TryParseExact(day, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
