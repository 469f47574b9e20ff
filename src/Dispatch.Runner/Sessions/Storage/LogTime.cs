namespace Dispatch.Runner.Sessions.Storage;

/// <summary>Times in the log are microseconds since 1970 UTC.</summary>
internal static class LogTime
{
    public static long Now(TimeProvider time) => From(time.GetUtcNow());

    public static long From(DateTimeOffset moment) => (moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToMoment(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
