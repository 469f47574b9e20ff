using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage.Segments;

namespace Dispatch.Runner.Retention;

/// <summary>Which output goes when there is more, or older, than the limits allow: each session's oldest first.</summary>
internal static class RetentionPolicy
{
    private const long Day = 24L * 60 * 60 * 1_000_000;

    /// <param name="pasts">Every session's output.</param>
    /// <param name="limits">What is kept.</param>
    /// <param name="now">Microseconds since 1970 UTC.</param>
    /// <returns>The sessions that lose something.</returns>
    public static IReadOnlyList<Drop> Decide(IReadOnlyList<OutputPast> pasts, Limits limits, long now)
    {
        var drops = pasts.Select(past => OfOne(past, limits, now)).ToArray();
        if (limits.TotalOutputBytes is { } most)
        {
            WithinTotal(pasts, drops, most);
        }

        return [.. drops.Where(drop => drop.Segments > 0 || drop.HotBefore is not null)];
    }

    /// <summary>Microseconds since 1970 UTC before which output is too old; null when it never is.</summary>
    public static long? Oldest(Limits limits, long now) => limits.OutputDays is { } days ? now - (days * Day) : null;

    private static Drop OfOne(OutputPast past, Limits limits, long now)
    {
        var (stored, output) = (past.Segments.Sum(row => row.StoredBytes) + past.HotCost, past.Segments.Sum(row => row.OutputBytes) + past.HotCost);
        var oldest = Oldest(limits, now);
        var (count, limit) = (0, "");
        foreach (var row in past.Segments)
        {
            var reason = stored > limits.OutputBytes ? "outputBytes"
                : output > limits.PrintedBytes ? "printedBytes"
                : row.Time < oldest ? "outputDays"
                : null;
            if (reason is null)
            {
                break;
            }

            (count, limit) = (count + 1, reason);
            stored -= row.StoredBytes;
            output -= row.OutputBytes;
        }

        // What isn't sealed is younger than what is.
        var hot = oldest is not null && count == past.Segments.Count && past.OldestHot < oldest ? oldest : null;
        return new Drop(past, count, hot, hot is null ? limit : "outputDays");
    }

    private static void WithinTotal(IReadOnlyList<OutputPast> pasts, Drop[] drops, long most)
    {
        var kept = pasts.Sum(past => past.HotCost) + drops.Sum(drop => drop.Past.Segments.Skip(drop.Segments).Sum(row => row.StoredBytes));
        var oldest = new PriorityQueue<int, long>();
        for (var i = 0; i < drops.Length; i++)
        {
            Offer(i);
        }

        while (kept > most && oldest.TryDequeue(out var index, out _))
        {
            kept -= drops[index].Past.Segments[drops[index].Segments].StoredBytes;
            drops[index] = drops[index] with { Segments = drops[index].Segments + 1, Limit = "totalOutputBytes" };
            Offer(index);
        }

        void Offer(int index)
        {
            if (drops[index].Segments < drops[index].Past.Segments.Count)
            {
                oldest.Enqueue(index, drops[index].Past.Segments[drops[index].Segments].Time);
            }
        }
    }
}

/// <param name="Session">Whose output it is.</param>
/// <param name="HotCost">See <see cref="Sessions.Storage.SessionLog.HotCost"/>.</param>
/// <param name="OldestHot">When the oldest of that was printed; null when there is none.</param>
/// <param name="Segments">The oldest first.</param>
internal sealed record OutputPast(Session Session, long HotCost, long? OldestHot, IReadOnlyList<SegmentRow> Segments);

/// <param name="Past">Of which it is dropped.</param>
/// <param name="Segments">How many of its segments, the oldest.</param>
/// <param name="HotBefore">And what of the rest was printed before this time; null for none of it.</param>
/// <param name="Limit">Why.</param>
internal sealed record Drop(OutputPast Past, int Segments, long? HotBefore, string Limit);
