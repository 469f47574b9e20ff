namespace Dispatch.Logging;

/// <summary>
/// One line for each request, when it has ended: what changes something and what is refused by default, the rest at debug. Only the path
/// of an endpoint that exists, never a query.
/// </summary>
internal static partial class RequestLog
{
    public static void UseRequestLog(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestLog).FullName!);
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var since = time.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                var level = LevelOf(context);
                if (logger.IsEnabled(level))
                {
                    var path = context.GetEndpoint() is RouteEndpoint ? context.Request.Path.Value : "(no endpoint)";
                    var milliseconds = Math.Round(time.GetElapsedTime(since).TotalMilliseconds, 1);
                    LogAnswered(logger, level, context.Request.Method, path, context.Response.StatusCode, milliseconds);
                }
            }
        });
    }

    private static LogLevel LevelOf(HttpContext context) => context.Response.StatusCode switch
    {
        >= 500 => LogLevel.Warning,
        >= 400 or StatusCodes.Status101SwitchingProtocols => LogLevel.Information,
        _ => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? LogLevel.Debug : LogLevel.Information,
    };

    [LoggerMessage(EventId = 1, Message = "{Method} {Path} answered {Status} in {Milliseconds} ms")]
    private static partial void LogAnswered(ILogger logger, LogLevel level, string method, string? path, int status, double milliseconds);
}
