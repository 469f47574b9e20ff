namespace Dispatch.Server.Opinions;

internal static class OpinionServices
{
    public static void MapOpinions(this IEndpointRouteBuilder routes)
    {
        SayAnOpinion.Map(routes);
        ReportOpinions.Map(routes);
    }
}
