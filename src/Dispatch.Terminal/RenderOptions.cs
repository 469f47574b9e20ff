namespace Dispatch.Terminal;

/// <summary>What of a terminal is written out.</summary>
public sealed record RenderOptions
{
    /// <summary>Lines above the screen, as many as there are at most.</summary>
    public int Scrollback { get; init; }

    /// <summary>In plain text: what went on in the next line stays one line.</summary>
    public bool JoinWrapped { get; init; }

    /// <summary>A name for what is shown, where the format has a place for one.</summary>
    public string? Title { get; init; }
}
