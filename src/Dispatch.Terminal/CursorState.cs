namespace Dispatch.Terminal;

public enum CursorShape
{
    Block,
    Underline,
    Bar,
}

/// <summary>The cursor as it is shown.</summary>
/// <param name="Row">From 0 at the top of the screen.</param>
/// <param name="Col">From 0; the last column also when the next character goes to the next line.</param>
/// <param name="Visible">DECTCEM.</param>
/// <param name="Shape">DECSCUSR.</param>
/// <param name="Blinking">DECSCUSR and mode 12.</param>
public readonly record struct CursorState(int Row, int Col, bool Visible, CursorShape Shape, bool Blinking);
