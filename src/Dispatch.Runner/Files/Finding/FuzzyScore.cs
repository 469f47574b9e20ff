namespace Dispatch.Runner.Files.Finding;

/// <summary>How well a path fits what was typed: its letters in their order, better next to each other, at the start of words, and in the file's own name.</summary>
internal static class FuzzyScore
{
    private const int None = int.MinValue / 2;
    private const int Hit = 16;
    private const int Consecutive = 24;
    private const int WordStart = 20;
    private const int InName = 8;

    /// <summary>Letters that a text has, for leaving out at once what lacks one.</summary>
    public static ulong Mask(ReadOnlySpan<char> lower)
    {
        var mask = 0UL;
        foreach (var c in lower)
        {
            mask |= 1UL << (c & 63);
        }

        return mask;
    }

    /// <summary>Null when it doesn't fit.</summary>
    /// <param name="query">In lower case, not empty.</param>
    /// <param name="path">As it is.</param>
    /// <param name="lower">The same in lower case.</param>
    /// <param name="name">Where its last part begins.</param>
    /// <param name="positions">As long as the query; filled with where its letters are.</param>
    public static int? Of(ReadOnlySpan<char> query, ReadOnlySpan<char> path, ReadOnlySpan<char> lower, int name, Span<int> positions)
    {
        // In the name alone when it is there: what is typed mostly is a part of it.
        if (!query.Contains('/') && Match(query, path, lower, name, name, positions) is { } inName)
        {
            return inName + (Hit * 2);
        }

        return Match(query, path, lower, 0, name, positions);
    }

    private static int? Match(ReadOnlySpan<char> query, ReadOnlySpan<char> path, ReadOnlySpan<char> lower, int from, int name, Span<int> positions)
    {
        var whole = lower[from..].IndexOf(query);
        if (whole >= 0)
        {
            // The best place of several: at the start of a word.
            var best = None;
            for (var at = from + whole; at >= 0;)
            {
                var score = Run(query.Length, path, at, name);
                if (score > best)
                {
                    best = score;
                    for (var i = 0; i < query.Length; i++)
                    {
                        positions[i] = at + i;
                    }
                }

                var next = at + 1 <= lower.Length ? lower[(at + 1)..].IndexOf(query) : -1;
                at = next < 0 ? -1 : at + 1 + next;
            }

            return best - Length(path, name);
        }

        // From the end: the last letters are those of the name.
        var position = lower.Length - 1;
        for (var i = query.Length - 1; i >= 0; i--)
        {
            while (position >= from && lower[position] != query[i])
            {
                position--;
            }

            if (position < from)
            {
                return null;
            }

            positions[i] = position--;
        }

        Advance(query, path, lower, positions);
        var sum = 0;
        for (var i = 0; i < query.Length; i++)
        {
            sum += Hit + (i > 0 && positions[i] == positions[i - 1] + 1 ? Consecutive : 0)
                + (StartsWord(path, positions[i]) ? WordStart : 0) + (positions[i] >= name ? InName : 0);
        }

        return sum - Length(path, name);
    }

    // A letter that could as well be the start of a word between its neighbours is.
    private static void Advance(ReadOnlySpan<char> query, ReadOnlySpan<char> path, ReadOnlySpan<char> lower, Span<int> positions)
    {
        for (var i = 0; i < query.Length; i++)
        {
            if (StartsWord(path, positions[i]) || (i > 0 && positions[i] == positions[i - 1] + 1))
            {
                continue;
            }

            for (var at = positions[i] - 1; at > (i > 0 ? positions[i - 1] : -1); at--)
            {
                if (lower[at] == query[i] && (StartsWord(path, at) || (i > 0 && at == positions[i - 1] + 1)))
                {
                    positions[i] = at;
                    break;
                }
            }
        }
    }

    private static int Run(int length, ReadOnlySpan<char> path, int at, int name) =>
        (length * Hit) + ((length - 1) * Consecutive) + (StartsWord(path, at) ? WordStart : 0) + (at >= name ? InName * length : 0)
        + (at == name ? WordStart : 0) + (at == name && length == path.Length - name ? WordStart * 2 : 0);

    private static int Length(ReadOnlySpan<char> path, int name) => Math.Min(60, ((path.Length - name) / 4) + (path.Length / 16));

    private static bool StartsWord(ReadOnlySpan<char> path, int at) =>
        at == 0 || path[at - 1] is '/' or '_' or '-' or '.' or ' ' || (char.IsAsciiLetterUpper(path[at]) && !char.IsAsciiLetterUpper(path[at - 1]))
        || (char.IsAsciiDigit(path[at]) && !char.IsAsciiDigit(path[at - 1]));
}
