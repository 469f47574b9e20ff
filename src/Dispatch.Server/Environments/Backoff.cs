namespace Dispatch.Server.Environments;

/// <summary>How long to wait before the next try: nothing after the first failure, then from a quarter of a second, doubled, to 10 seconds.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static TimeSpan After(int failures) => failures <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(250 * Math.Pow(2, failures - 2), Longest.TotalMilliseconds));
}
