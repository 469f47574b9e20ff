using System.Buffers;

namespace Dispatch.Terminal;

/// <summary>
/// A terminal as bytes that make a fresh one of its size the same: for <see cref="Emulator.Restore"/>, where the result is equal in every
/// respect, and for xterm.js. Nothing in it makes a receiver answer, but that xterm.js reports its focus when told to (mode 1004), as it
/// does for the program itself. When the last sequence or character is only half there, its bytes so far come last: what follows goes on.
/// </summary>
/// <remarks>
/// What has no sequence goes into one of our own (<see cref="SnapshotSequences"/>), which others pass over: the number of the command, how
/// many lines ever went up, modes kept by XTSAVE, empty cells with attributes, lines that go on below the screen, REP's character where it
/// can't be printed again, a pending wrap elsewhere than in the last column. Synchronised output comes after everything that is seen, so
/// that what holds a frame back goes on doing so; only the last character may be printed once more after it, so that marks join it.
/// </remarks>
public static class ScreenVt
{
    /// <param name="options">Of them the lines of the scrollback, the newest.</param>
    public static void Write(Emulator terminal, RenderOptions options, IBufferWriter<byte> into)
    {
        var output = new VtWriter(into);
        var pen = new VtPen(output, terminal.Screen.Tables.Links);
        var (state, cursor) = (new VtState(terminal, output, pen), new VtCursor(terminal, output, pen));
        var rows = new PackedRows(terminal);
        var above = Math.Clamp(options.Scrollback, 0, terminal.ScrollbackLines);

        state.Names();
        state.Colors();
        state.Pushed();
        state.Columns();
        if (!terminal.AlternateScreen)
        {
            state.HiddenAlternate();
        }

        state.Tabs();
        Draw(terminal.Screen.Main, -above, rows.Main);
        if (terminal.AlternateScreen)
        {
            state.Keyboard(terminal.Modes.HiddenKeyboardStack);
            state.Saved(terminal.Screen.SavedMain);
            output.Csi("?1047h"u8);
            state.Tabs();
            output.Csi("H"u8);
            Draw(terminal.Screen.Grid, 0, index => rows[index]);
            state.Keyboard(terminal.Modes.KeyboardStack);
            state.Saved(terminal.Screen.SavedAlternate);
        }
        else
        {
            state.Keyboard(terminal.Modes.KeyboardStack);
            state.Saved(terminal.Screen.SavedMain);
        }

        state.Margins();
        cursor.Place();
        state.Drawing();
        state.Modes();
        state.Own(above);
        cursor.Finish();
        terminal.WritePending(output);
        output.Flush();

        void Draw(Grid grid, int first, Row row)
        {
            var lines = new VtLines(output, pen, grid.Cols);
            for (var index = first; index < grid.Rows; index++)
            {
                lines.Draw(row(index), index < 0 ? 0 : grid.Lines[index].Used);
            }

            lines.End();
            pen.Set(default);
        }
    }

    private delegate RowRuns Row(int index);
}
