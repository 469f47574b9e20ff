namespace Dispatch.Terminal;

/// <summary>A line of a grid: where its cells lie, and what is known of it.</summary>
internal struct Line
{
    /// <summary>The index of its first cell.</summary>
    public int Start;

    /// <summary>Cells from here on are default ones: neither text nor background.</summary>
    public short Used;

    /// <summary>It goes on in the next line without a break.</summary>
    public bool Wrapped;

    /// <summary>It may hold wide characters, so that writing over it has to look for halves.</summary>
    public bool Wide;

    public LineMark Mark;
}
