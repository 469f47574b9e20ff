namespace Dispatch.Terminal.Unicode;

/// <summary>What <see cref="GraphemeRules"/> must know of the code points before. The default is the start of a text.</summary>
internal struct GraphemeState
{
    internal bool Started;
    internal GraphemeClass Last;
    internal bool OddIndicators;
    internal PictographicRun Pictographic;
    internal ConjunctRun Conjunct;
}

/// <summary>How much of "Extended_Pictographic Extend* ZWJ" (rule GB11) has just been seen.</summary>
internal enum PictographicRun : byte
{
    None,
    Base,
    Joined,
}

/// <summary>How much of "Consonant [Extend Linker]* Linker [Extend Linker]*" (rule GB9c) has just been seen.</summary>
internal enum ConjunctRun : byte
{
    None,
    Consonant,
    Linked,
}
