using System.Collections.Immutable;

namespace Dispatch.Runner.Agents;

/// <summary>The turns that a conversation consists of, ascending: all of them, or those that are left after it was rolled back. Held as ranges, as there may be thousands.</summary>
internal sealed record TurnLine(ImmutableArray<(int First, int Last)> Ranges)
{
    public static TurnLine Empty { get; } = new(ImmutableArray<(int First, int Last)>.Empty);

    public bool IsEmpty => Ranges.IsEmpty;

    /// <summary>The last turn; 0 when there is none.</summary>
    public int Last => Ranges.IsEmpty ? 0 : Ranges[^1].Last;

    public bool Contains(int turn) => Ranges.Any(range => range.First <= turn && turn <= range.Last);

    public TurnLine With(int turn) => Ranges switch
    {
        [.., var (first, last)] when turn == last + 1 => new TurnLine(Ranges.SetItem(Ranges.Length - 1, (first, turn))),
        [.., var (_, last)] when turn <= last => this,
        _ => new TurnLine(Ranges.Add((turn, turn))),
    };

    /// <summary>Without what came after a turn.</summary>
    public TurnLine Through(int turn) => new(
        [.. Ranges.Where(range => range.First <= turn).Select(range => (range.First, Math.Min(range.Last, turn)))]);
}
