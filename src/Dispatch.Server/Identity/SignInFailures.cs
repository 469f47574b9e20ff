using System.Globalization;
using System.Net;
using Dispatch.Protocol.Problems;

namespace Dispatch.Server.Identity;

/// <summary>What a failed sign-in costs, whichever door it knocked at.</summary>
internal sealed partial class SignInFailures(SignInLimiter limiter, ILogger<SignInFailures> logger)
{
    /// <summary>The refusal when there were too many failures, before anything is looked at.</summary>
    public Error? Refuse(HttpContext context)
    {
        if (limiter.Wait(context.Connection.RemoteIpAddress) is not { } wait)
        {
            return null;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return new Error(ErrorKind.TooMany, "sign-in.too-many", $"Too many sign-ins failed; try again in {seconds} s.");
    }

    /// <summary>Counts one more; the refusal when it was one too many.</summary>
    public Error? Count(HttpContext context)
    {
        if (Refuse(context) is { } refusal)
        {
            return refusal;
        }

        LogFailed(logger, context.Connection.RemoteIpAddress);
        limiter.Failed(context.Connection.RemoteIpAddress);
        return null;
    }

    [LoggerMessage(1, LogLevel.Warning, "A sign-in from {Remote} failed")]
    private static partial void LogFailed(ILogger logger, IPAddress? remote);
}
