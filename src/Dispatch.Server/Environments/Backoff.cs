namespace Dispatch.Server.Environments;

/// <summary>How long to wait before the next try: nothing after the first failure, then from a quarter of a second, doubled, to 10 seconds.</summary>
internal static class Backoff
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // How long a runner has to live to make up for one failure.
    private static readonly TimeSpan EndedFromOutside = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DiedByItself = TimeSpan.FromSeconds(5);

    /// <summary>A runner that is ended from outside is back at once; one that dies by itself again and again comes slower and slower.</summary>
    /// <param name="held">How long it lived.</param>
    public static int Forgiven(int failures, TimeSpan held, bool byItself) =>
        Math.Max(0, failures - (int)(held / (byItself ? DiedByItself : EndedFromOutside)));

    public static TimeSpan After(int failures) => failures <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(250 * Math.Pow(2, failures - 2), Longest.TotalMilliseconds));
}
