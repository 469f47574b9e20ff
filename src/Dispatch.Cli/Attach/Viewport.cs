using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>
/// The part of a session's screen that this terminal shows, from its upper left corner on: all of it when it is smaller, else what is
/// around the cursor.
/// </summary>
internal readonly record struct Viewport(int Top, int Left, int Rows, int Cols)
{
    public static Viewport Around(Emulator emulator, int rows, int cols, Viewport before)
    {
        var cursor = emulator.Cursor;
        return new Viewport(
            Follow(before.Top, cursor.Row, rows, emulator.Rows),
            Follow(before.Left, cursor.Col, cols, emulator.Cols),
            Math.Min(rows, emulator.Rows),
            Math.Min(cols, emulator.Cols));
    }

    public bool Shows(int row, int col) => row >= Top && row < Top + Rows && col >= Left && col < Left + Cols;

    /// <summary>Moves no further than the cursor makes it.</summary>
    private static int Follow(int first, int cursor, int shown, int all) => all <= shown
        ? 0
        : Math.Clamp(Math.Clamp(first, cursor - shown + 1, cursor), 0, all - shown);
}
