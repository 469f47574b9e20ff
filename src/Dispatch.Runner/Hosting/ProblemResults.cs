using Dispatch.Logging;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Dispatch.Runner.Hosting;

/// <summary>The one place where refusals and failures become RFC 9457 problems.</summary>
internal static class ProblemResults
{
    public static IResult ToResult(this Error error) =>
        Results.Json(Problem.From(error) with { TraceId = Tracing.TraceId }, Wire.Default.Problem, Problem.ContentType, (int)error.Kind);

    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(handler => handler.Run(async http =>
        {
            var failure = http.Features.Get<IExceptionHandlerFeature>()?.Error;
            var error = failure switch
            {
                BadHttpRequestException bad => Bad(bad),
                NotConfirmedException done => new Error(ErrorKind.Failed, "log.not-confirmed", done.Message),
                LogFaultException log => new Error(ErrorKind.Unavailable, "log.unwritable", log.Message),
                _ => new Error(ErrorKind.Failed, "runner.failed", $"The runner failed at this request: {failure?.Message.TrimEnd('.')}. Its log tells more (dispatch logs runner --trace {Tracing.TraceId})."),
            };
            await error.ToResult().ExecuteAsync(http);
        }));
        app.UseStatusCodePages(async context =>
        {
            var status = context.HttpContext.Response.StatusCode;
            var error = status switch
            {
                // A value in the address that can't be read gets no further than the generated binding, which says no more than this.
                StatusCodes.Status400BadRequest => new Error(
                    ErrorKind.Invalid, "request.malformed", "The request couldn't be read: a value in its address isn't what is expected. /openapi/v1.json on the server tells what is."),
                StatusCodes.Status405MethodNotAllowed => new Error(
                    (ErrorKind)status, "method.not-allowed", $"{context.HttpContext.Request.Method} isn't possible here. /openapi/v1.json on the server lists what is."),
                StatusCodes.Status415UnsupportedMediaType => new Error(
                    (ErrorKind)status, "content-type.not-taken",
                    $"A body of the type '{context.HttpContext.Request.ContentType}' isn't taken here. /openapi/v1.json on the server tells which is."),
                _ => new Error((ErrorKind)status, "request.refused", "The request was refused. /openapi/v1.json on the server tells what is expected."),
            };
            await error.ToResult().ExecuteAsync(context.HttpContext);
        });
    }

    private static Error Bad(BadHttpRequestException bad) => bad.StatusCode == StatusCodes.Status413PayloadTooLarge
        ? new Error(ErrorKind.TooLarge, "request.too-large", "The request's body is too large. Send it in parts.")
        : new Error(ErrorKind.Invalid, "request.malformed", $"The request couldn't be read: {bad.InnerException?.Message ?? bad.Message}");
}
