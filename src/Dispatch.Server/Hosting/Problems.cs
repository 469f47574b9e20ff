using System.Data.Common;
using Dispatch.Logging;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Problems.Catalogue;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Hosting;

/// <summary>Every error that leaves this server is an RFC 9457 problem, and is made here.</summary>
internal static partial class Problems
{
    public static IResult ToResult(this Error error, IReadOnlyList<ProblemPart>? parts = null) => new ProblemResult(error, parts);

    public static Task WriteProblemAsync(this HttpContext context, Error error) => WriteAsync(context, Problem.From(error));

    /// <summary>Turns what escapes from the rest, and errors without a body, into problems.</summary>
    public static void UseProblems(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems).FullName!);
        var database = app.ApplicationServices.GetRequiredService<IDatabase>();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!context.Response.HasStarted)
            {
                await WriteExceptionAsync(context, e, database, logger);
                return;
            }

            var response = context.Response;
            if (response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await WriteAsync(context, OfStatus(context, response.StatusCode));
            }
        });
    }

    private static Task WriteExceptionAsync(HttpContext context, Exception exception, IDatabase database, ILogger logger)
    {
        var allowed = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allowed;
        if (exception is BadHttpRequestException bad)
        {
            return WriteAsync(context, OfStatus(context, bad.StatusCode));
        }

        LogFailed(logger, exception, context.Request.Method, context.Request.Path);
        return exception is DbException or TimeoutException && database.Explain(exception) is { } reason
            ? context.WriteProblemAsync(new Error(ErrorKind.Unavailable, "database.unavailable", reason))
            : context.WriteProblemAsync(new Error(ErrorKind.Failed, "server.failed", $"The server failed on this request; its log says why (dispatch logs server --trace {Tracing.TraceId})."));
    }

    private static Problem OfStatus(HttpContext context, int status)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        (string Title, string Code, string Detail) = status switch
        {
            400 => ("The request is not valid", "request.invalid", $"The body or a parameter of {request} can't be read; /openapi/v1.json describes what it takes."),
            404 => ("Not found", "request.not-found", $"There is nothing at {request}; /openapi/v1.json lists what there is."),
            405 => ("Method not allowed", "request.method-not-allowed", $"{request} is not possible; the Allow header says what is."),
            408 => ("The request took too long", "request.timeout", $"{request} did not arrive in time; send it again."),
            413 => ("Too large", "request.too-large", $"The body of {request} is too large; send at most {AttachProtocol.MaximumFrame} bytes."),
            415 => ("Media type not supported", "request.media-type", $"{request} takes application/json; set the Content-Type header."),
            _ => ("The request failed", "request.refused", $"{request} was answered with status {status}; /openapi/v1.json describes what it takes."),
        };
        return new Problem($"urn:dispatch:problem:{Code}", Title, status, Detail, Code, Retry: ErrorCatalogue.MayPass(Code) ? true : null);
    }

    private static Task WriteAsync(HttpContext context, Problem problem)
    {
        problem = problem with { TraceId = Tracing.TraceId };
        context.Response.StatusCode = problem.Status;
        context.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = Problem.ContentType;
            return Task.CompletedTask;
        }

        return context.Response.WriteAsJsonAsync(problem, Wire.Default.Problem, Problem.ContentType, context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, PathString path);

    private sealed class ProblemResult(Error error, IReadOnlyList<ProblemPart>? parts) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, Problem.From(error) with { Parts = parts });
    }
}
