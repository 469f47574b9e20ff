namespace Dispatch.Runner.Files;

/// <summary>Names as a person sorts them: no difference between small and capital letters, and numbers by their value. Equal only what is the same.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        int i = 0, j = 0;
        while (i < x!.Length && j < y!.Length)
        {
            var (a, b) = (x[i], y[j]);
            if (char.IsAsciiDigit(a) && char.IsAsciiDigit(b))
            {
                var first = Number(x, ref i);
                var second = Number(y, ref j);
                var order = first.Length != second.Length ? first.Length.CompareTo(second.Length) : first.SequenceCompareTo(second);
                if (order != 0)
                {
                    return order;
                }

                continue;
            }

            if (a != b && char.ToUpperInvariant(a).CompareTo(char.ToUpperInvariant(b)) is not 0 and var different)
            {
                return different;
            }

            i++;
            j++;
        }

        var rest = (x.Length - i).CompareTo(y!.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return text.AsSpan(start, at - start).TrimStart('0');
    }
}
