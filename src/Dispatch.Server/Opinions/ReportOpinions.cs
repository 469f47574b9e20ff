using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Opinions;

/// <summary><c>GET /api/opinions</c>: what people said, week by week, and their notes.</summary>
internal static class ReportOpinions
{
    private const int MostNotes = 100;
    private static readonly TimeSpan Told = TimeSpan.FromDays(26 * 7);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/opinions", Handle)
        .WithName("reportOpinions").WithSummary("What people said of Dispatch, week by week").Produces<OpinionReport>()
        .RequireCapability(Capabilities.ServerManage);

    private static async Task<IResult> Handle(HttpContext context, OpinionStore opinions, TimeProvider time)
    {
        var said = await opinions.SinceAsync((time.GetUtcNow() - Told).ToUnixTimeMilliseconds(), context.RequestAborted);
        return TypedResults.Ok(new OpinionReport(Weeks(said), await opinions.NotesAsync(MostNotes, context.RequestAborted)));
    }

    private static IReadOnlyList<OpinionWeek> Weeks(IReadOnlyList<(long At, bool Good)> said) =>
    [
        .. said.GroupBy(one => MondayOf(one.At)).OrderByDescending(week => week.Key)
            .Select(week => new OpinionWeek(week.Key, week.Count(one => one.Good), week.Count(one => !one.Good))),
    ];

    private static DateOnly MondayOf(long milliseconds)
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }
}
