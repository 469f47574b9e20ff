namespace Dispatch.Terminal;

/// <summary>
/// The lines of a terminal as packed rows, whether they lie in the scrollback, where they are, or on a screen, whose rows are packed for it.
/// A row is valid until the next is asked for.
/// </summary>
internal sealed class PackedRows(Emulator terminal)
{
    private byte[] _packed = [];

    /// <summary>A line of the screen shown from 0 on, of the scrollback below 0.</summary>
    public RowRuns this[int index] => index < 0 ? Above(index) : On(terminal.Screen.Grid, index);

    /// <summary>As that, but of the main screen whichever is shown.</summary>
    public RowRuns Main(int index) => index < 0 ? Above(index) : On(terminal.Screen.Main, index);

    private RowRuns Above(int index) => new(terminal.Screen.Scrollback[terminal.ScrollbackLines + index]);

    private RowRuns On(Grid grid, int y)
    {
        ref readonly var line = ref grid.Lines[y];
        if (_packed.Length == 0)
        {
            _packed = new byte[RowEncoding.MaximumLength(grid.Cols)];
        }

        var tables = terminal.Screen.Tables;
        return new RowRuns(_packed.AsSpan(0, RowEncoding.Encode(grid.RowOf(line), line, tables.Styles, tables.Clusters, _packed)));
    }
}
