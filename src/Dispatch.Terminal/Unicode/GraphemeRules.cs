using static Dispatch.Terminal.Unicode.GraphemeClass;

namespace Dispatch.Terminal.Unicode;

/// <summary>Extended grapheme cluster boundaries as in UAX #29, section 3.1.1; the rules carry their numbers from there.</summary>
internal static class GraphemeRules
{
    /// <summary>Whether there is a boundary before this one; it is then the one that came last.</summary>
    public static bool BoundaryBefore(ref GraphemeState state, GraphemeClass next)
    {
        // Most text: neither has any bearing on another, nor on the state.
        if (next == Other && state.Last == Other && state.Started) return true;

        var boundary = !state.Started || IsBoundary(state, next);
        state.OddIndicators = next == RegionalIndicator && (boundary || state.Last != RegionalIndicator);
        state.Pictographic = After(state.Pictographic, next);
        state.Conjunct = After(state.Conjunct, next);
        state.Last = next;
        state.Started = true;
        return boundary;
    }

    private static bool IsBoundary(in GraphemeState before, GraphemeClass next) => (before.Last, next) switch
    {
        (CarriageReturn, LineFeed) => false, // GB3
        (CarriageReturn or LineFeed or Control, _) => true, // GB4
        (_, CarriageReturn or LineFeed or Control) => true, // GB5
        (HangulL, HangulL or HangulV or HangulLV or HangulLVT) => false, // GB6
        (HangulLV or HangulV, HangulV or HangulT) => false, // GB7
        (HangulLVT or HangulT, HangulT) => false, // GB8
        (_, Extend or ConjunctExtend or ConjunctLinker or Joiner) => false, // GB9
        (_, SpacingMark) => false, // GB9a
        (Prepend, _) => false, // GB9b
        (_, Consonant) => before.Conjunct != ConjunctRun.Linked, // GB9c
        (_, Pictographic) => before.Pictographic != PictographicRun.Joined, // GB11
        (RegionalIndicator, RegionalIndicator) => !before.OddIndicators, // GB12, GB13
        _ => true, // GB999
    };

    private static PictographicRun After(PictographicRun run, GraphemeClass next) => (run, next) switch
    {
        (_, Pictographic) => PictographicRun.Base,
        (PictographicRun.Base, Extend or ConjunctExtend or ConjunctLinker) => PictographicRun.Base,
        (PictographicRun.Base, Joiner) => PictographicRun.Joined,
        _ => PictographicRun.None,
    };

    private static ConjunctRun After(ConjunctRun run, GraphemeClass next) => (run, next) switch
    {
        (_, Consonant) => ConjunctRun.Consonant,
        (not ConjunctRun.None, ConjunctLinker) => ConjunctRun.Linked,
        (_, ConjunctExtend or Joiner) => run,
        _ => ConjunctRun.None,
    };
}
