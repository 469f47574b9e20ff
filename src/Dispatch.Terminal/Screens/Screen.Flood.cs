namespace Dispatch.Terminal;

/// <summary>
/// Output that comes in faster than anyone reads: lines that would be gone from the screen at the end of the piece at hand go straight
/// to the scrollback, and are never drawn.
/// </summary>
internal sealed partial class Screen
{
    /// <summary>What is ahead has to be longer than this to be worth looking at.</summary>
    public const int FloodLength = 2048;

    /// <summary>The cursor stands where lines come in one after the other, and nothing but text is needed to know how they look.</summary>
    public bool Floods =>
        X == 0 && Y == Rows - 1 && Y == Bottom && Top == 0 && !OnAlternate && !ColumnMargins && !WrapPending && AutoWrap && Plain && !GraphemeClusters
        && _penBits == 0 && _grid.Lines[Y] is { Used: 0, Wrapped: false } line && line.Mark.IsNone;

    /// <summary>Takes lines of ASCII, each ended by CR LF, as long as a whole screen of them follows.</summary>
    /// <param name="text">Begins with a line.</param>
    /// <param name="known">How much of the text was looked at: there is nothing to be taken before the end of it.</param>
    /// <returns>How many bytes were taken.</returns>
    public int PassLines(ReadOnlySpan<byte> text, out int known)
    {
        known = 0;
        var rows = 0;
        while (PlainLine(text[known..]) is var length and >= 0)
        {
            rows += RowsOf(length);
            known += length + 2;
        }

        // As many as fill the screen but for its last line are drawn.
        var passing = rows - (Rows - 1);
        if (passing < Rows)
        {
            return 0;
        }

        for (var y = 0; y < Rows - 1; y++)
        {
            KeepLine(y);
            _grid.Clear(y, 0);
        }

        var taken = 0;
        while (PlainLine(text[taken..]) is var length && RowsOf(length) <= passing)
        {
            passing -= RowsOf(length);
            PassLine(text.Slice(taken, length));
            taken += length + 2;
        }

        Y = 0;
        ForgetLast();
        return taken;
    }

    // Its length without the end, or -1.
    private static int PlainLine(ReadOnlySpan<byte> text)
    {
        var length = text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        return length >= 0 && length + 1 < text.Length && text[length] == '\r' && text[length + 1] == '\n' ? length : -1;
    }

    private int RowsOf(int length) => length <= Cols ? 1 : (length + Cols - 1) / Cols;

    private void PassLine(ReadOnlySpan<byte> text)
    {
        while (text.Length > Cols)
        {
            PassRow(text[..Cols], wrapped: true);
            text = text[Cols..];
        }

        PassRow(text, wrapped: false);
    }

    private void PassRow(ReadOnlySpan<byte> text, bool wrapped)
    {
        ScrolledOff++;
        if (Scrollback.Limit > 0)
        {
            var into = Scrollback.Reserve(RowEncoding.MaximumAsciiLength(text.Length));
            Scrollback.Commit(RowEncoding.EncodeAscii(text, wrapped, into));
        }
    }
}
