namespace Dispatch.Runner.Terminals.Storage;

/// <summary>Which of a session's kept screens can go: those between two that are near each other.</summary>
/// <remarks>
/// What is near grows with the past, so that screens lie evenly over all of it and their number is bounded: from each that stays to the next
/// but one it is farther than that. And one goes only when the gap that it leaves is near.
/// </remarks>
internal static class Thinning
{
    /// <summary>Such a part of the past is near. At most twice as many screens stay, and two.</summary>
    public const int Share = 32;

    /// <param name="kept">The positions of a session's screens and the output before each, the oldest first.</param>
    /// <param name="distance">Output that is near however short the past is, in bytes.</param>
    /// <returns>The positions of those that can go; never the first and the last.</returns>
    public static IReadOnlyList<long> Superfluous(IReadOnlyList<(long Seq, long Written)> kept, long distance)
    {
        if (kept.Count < 3)
        {
            return [];
        }

        var superfluous = new List<long>();
        var near = Math.Max(distance, (kept[^1].Written - kept[0].Written) / Share);
        var before = kept[0].Written;
        for (var i = 1; i < kept.Count - 1; i++)
        {
            if (kept[i + 1].Written - before <= near)
            {
                superfluous.Add(kept[i].Seq);
            }
            else
            {
                before = kept[i].Written;
            }
        }

        return superfluous;
    }
}
