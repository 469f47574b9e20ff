namespace Dispatch.Terminal;

/// <summary>A line as it is; valid until the emulator is written to or another line is asked for.</summary>
public readonly ref struct LineView
{
    private readonly ReadOnlySpan<ulong> _cells;

    internal LineView(ReadOnlySpan<ulong> cells, Line line)
    {
        _cells = cells;
        (Wrapped, Mark, Used) = (line.Wrapped, line.Mark, line.Used);
    }

    /// <summary>As many as the terminal has columns.</summary>
    public ReadOnlySpan<Cell> Cells => System.Runtime.InteropServices.MemoryMarshal.Cast<ulong, Cell>(_cells);

    /// <summary>It goes on in the next line without a break.</summary>
    public bool Wrapped { get; }

    /// <summary>What the shell said here.</summary>
    public LineMark Mark { get; }

    /// <summary>Cells from here on are default ones.</summary>
    public int Used { get; }
}
