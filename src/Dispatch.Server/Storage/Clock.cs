namespace Dispatch.Server.Storage;

/// <summary>Times as the database holds them.</summary>
internal static class Clock
{
    public static long NowMilliseconds(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();
}
