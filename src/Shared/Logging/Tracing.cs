using System.Diagnostics;

namespace Dispatch.Logging;

/// <summary>
/// One id for all that a request causes, in server and runner: the trace id of its <c>traceparent</c> (W3C Trace Context), or a new one.
/// A browser's WebSocket can't send headers, so there the query may carry it.
/// </summary>
internal static class Tracing
{
    public const string Parent = "traceparent";

    private static readonly ActivitySource Source = new("Dispatch");

    // Without a listener ASP.NET Core and HttpClient make no ids.
    private static readonly ActivityListener Listener = new()
    {
        ShouldListenTo = static source => source.Name is "Microsoft.AspNetCore" or "Dispatch",
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    static Tracing() => ActivitySource.AddActivityListener(Listener);

    /// <summary>The present request's; null outside of one.</summary>
    public static string? TraceId => Activity.Current?.TraceId.ToHexString();

    /// <summary>What the next program is told, so that it goes on with the same id.</summary>
    public static string? Header => Activity.Current?.Id;

    /// <summary>Comes first.</summary>
    public static void UseTracing(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        if (context.Request.Headers.ContainsKey(Parent)
            || !ActivityContext.TryParse(context.Request.Query[Parent], null, isRemote: true, out var parent))
        {
            await next(context);
            return;
        }

        using var activity = Source.StartActivity("request", ActivityKind.Server, parent);
        await next(context);
    });
}
