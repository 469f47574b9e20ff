using System.Buffers;
using System.Text;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>Writes cells to the terminal outside, which may count columns in another way: where that can be, the cursor is placed anew.</summary>
internal sealed class CellWriter(ColorDepth depth)
{
    private const int Unknown = -1;

    /// <summary>Erasing the rest of a line is shorter than that many spaces.</summary>
    private const int WorthErasing = 4;

    private readonly Pen _pen = new(depth);
    private readonly byte[] _text = new byte[Cell.MaximumBytes];
    private Emulator _emulator = null!;
    private int _row = Unknown;
    private int _col;

    /// <summary>How often the cursor went somewhere since <see cref="Begin"/>.</summary>
    public int Moves { get; private set; }

    public void Begin(Emulator emulator)
    {
        _emulator = emulator;
        Moves = 0;
    }

    /// <summary>The whole screen, after anything may have happened to it.</summary>
    public void Clear(ArrayBufferWriter<byte> frame)
    {
        _pen.Forget();
        _pen.Reset(frame);
        frame.Write("\e[2J"u8);
        _row = Unknown;
    }

    /// <param name="cells">The row as it is to be.</param>
    /// <param name="shown">As it is shown.</param>
    /// <param name="used">Cells of the row from here on are default ones.</param>
    public void Write(ArrayBufferWriter<byte> frame, int row, ReadOnlySpan<Cell> cells, ReadOnlySpan<Cell> shown, int used)
    {
        for (var col = 0; col < cells.Length; col++)
        {
            var cell = cells[col];
            if (cell == shown[col])
            {
                continue;
            }

            if (col >= used && cells.Length - col >= WorthErasing)
            {
                MoveTo(frame, row, col);
                _pen.Reset(frame);
                frame.Write("\e[K"u8);
                return;
            }

            Write(frame, row, col, cell, isCut: (cell.Width == 2 && col + 1 == cells.Length) || (cell.Width == 0 && col == 0));
        }
    }

    /// <summary>An empty row, with nothing of the session on it.</summary>
    public void Blank(ArrayBufferWriter<byte> frame, int row)
    {
        MoveTo(frame, row, 0);
        _pen.Reset(frame);
        frame.Write("\e[K"u8);
    }

    /// <summary>Text of our own.</summary>
    public void Say(ArrayBufferWriter<byte> frame, int row, int col, ReadOnlySpan<char> text, bool dim)
    {
        if (text.IsEmpty)
        {
            return;
        }

        MoveTo(frame, row, col);
        _pen.Say(frame, dim);
        Encoding.UTF8.GetBytes(text, frame);
        _row = Unknown;
    }

    public void MoveTo(ArrayBufferWriter<byte> frame, int row, int col)
    {
        if (_row != row || _col != col)
        {
            frame.MoveTo(row, col);
            (_row, _col) = (row, col);
            Moves++;
        }
    }

    private void Write(ArrayBufferWriter<byte> frame, int row, int col, Cell cell, bool isCut)
    {
        if (cell.Width == 0 && !isCut)
        {
            // Drawn with its left half.
            return;
        }

        MoveTo(frame, row, col);
        _pen.Take(frame, _emulator, _emulator.StyleOf(cell));
        var length = isCut ? 0 : SafeCharacters.Keep(_text.AsSpan(0, _emulator.EncodeText(cell, _text)));
        if (length == 0)
        {
            frame.Write(" "u8);
            _col++;
            return;
        }

        var agreed = SafeCharacters.HaveAgreedWidth(_text.AsSpan(0, length));
        if (cell.Width == 2 && !agreed)
        {
            // Whoever draws it in one column leaves nothing of before in the other.
            frame.Write("  "u8);
            frame.MoveTo(row, col);
        }

        frame.Write(_text.AsSpan(0, length));
        (_row, _col) = agreed ? (row, col + cell.Width) : (Unknown, 0);
    }
}
