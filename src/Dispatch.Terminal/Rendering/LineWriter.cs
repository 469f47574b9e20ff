namespace Dispatch.Terminal;

/// <summary>Writes lines one below the other, as many as come.</summary>
internal abstract class LineWriter
{
    public abstract void Line(RowRuns row);

    public abstract void End();

    /// <summary>The lines of the screen shown, and so many above it.</summary>
    public void Lines(Emulator terminal, int scrollback)
    {
        var rows = new PackedRows(terminal);
        for (var index = -Math.Clamp(scrollback, 0, terminal.ScrollbackLines); index < terminal.Rows; index++)
        {
            Line(rows[index]);
        }
    }
}
