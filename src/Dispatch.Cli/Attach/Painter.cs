using System.Buffers;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>
/// Makes the terminal outside show a session's screen, by writing what differs from what it shows already. Nothing that the session's program
/// wrote goes out but characters; every sequence is made here.
/// </summary>
internal sealed class Painter(ColorDepth depth, bool readOnly)
{
    private static readonly byte[] Begin = "\e[?2026h\e[?25l"u8.ToArray();
    private static readonly byte[] End = "\e[?2026l"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _frame = new(64 * 1024);
    private readonly TerminalState _state = new(readOnly);
    private readonly ShownColors _colors = new();
    private readonly CellWriter _writer = new(depth);

    /// <summary>The cells that the terminal shows, as of <see cref="_emulator"/> and its generation.</summary>
    private Cell[] _shown = [];

    /// <summary>Of rows below the session's screen: their text.</summary>
    private string[] _texts = [];
    private Emulator? _emulator;
    private int _generation;
    private int _rows = 24;
    private int _cols = 80;
    private Label _label = Label.None;
    private bool _stale = true;

    /// <summary>The part of the session's screen that was painted last.</summary>
    public Viewport Viewport { get; private set; }

    public ReadOnlySpan<byte> Enter()
    {
        _frame.ResetWrittenCount();
        _state.Enter(_frame);
        _stale = true;
        return _frame.WrittenSpan;
    }

    public ReadOnlySpan<byte> Leave()
    {
        _frame.ResetWrittenCount();
        _state.Leave(_frame);
        return _frame.WrittenSpan;
    }

    /// <summary>The terminal outside has another size: what it shows now nobody knows.</summary>
    public void Resize(int rows, int cols)
    {
        (_rows, _cols) = (rows, cols);
        _stale = true;
    }

    /// <param name="emulator">What is to be seen.</param>
    /// <param name="note">A line below the session's screen, if there is room.</param>
    /// <param name="label">A word to the person, over the upper right corner.</param>
    /// <returns>What to write, good until the next call; empty when the terminal shows it already.</returns>
    public ReadOnlySpan<byte> Paint(Emulator emulator, string note, Label label)
    {
        _frame.ResetWrittenCount();
        _frame.Write(Begin);
        var viewport = Viewport.Around(emulator, _rows, _cols, Viewport);
        if (_stale | _colors.Changed(emulator.Colors) || !ReferenceEquals(emulator, _emulator) || _generation != emulator.CellGeneration || viewport != Viewport)
        {
            Clear(emulator, viewport);
        }

        _state.Follow(_frame, emulator);
        _writer.Begin(emulator);
        Uncover(label);
        for (var row = 0; row < _rows; row++)
        {
            if (row < viewport.Rows)
            {
                PaintRow(emulator, row, row == label.Row && label.Text.Length > 0 ? Math.Max(0, _cols - label.Text.Length) : _cols);
            }
            else
            {
                PaintText(row, row == viewport.Rows ? note : "");
            }
        }

        PaintLabel(label);
        return Finish(emulator.Cursor);
    }

    private void Clear(Emulator emulator, Viewport viewport)
    {
        (_emulator, _generation, Viewport, _stale) = (emulator, emulator.CellGeneration, viewport, false);
        if (_shown.Length != _rows * _cols || _texts.Length != _rows)
        {
            _shown = new Cell[_rows * _cols];
            _texts = new string[_rows];
        }

        Array.Clear(_shown);
        Array.Fill(_texts, "");
        _label = Label.None;
        _writer.Clear(_frame);
    }

    private void PaintRow(Emulator emulator, int row, int limit)
    {
        var shown = _shown.AsSpan(row * _cols, Viewport.Cols);
        var line = emulator.Line(Viewport.Top + row);
        var cells = line.Cells.Slice(Viewport.Left, Viewport.Cols);
        if (!cells.SequenceEqual(shown))
        {
            // Over a label nothing is erased by the line.
            _writer.Write(_frame, row, cells[..Math.Min(limit, cells.Length)], shown, limit < _cols ? cells.Length : line.Used - Viewport.Left);
            cells.CopyTo(shown);
        }
    }

    private void PaintText(int row, string text)
    {
        if (_texts[row] != text)
        {
            _texts[row] = text;
            _writer.Blank(_frame, row);
            _writer.Say(_frame, row, 0, text.AsSpan(0, Math.Min(text.Length, _cols)), dim: true);
        }
    }

    private void PaintLabel(Label label)
    {
        if (_label != label)
        {
            _label = label;
            _writer.Say(_frame, label.Row, Math.Max(0, _cols - label.Text.Length), label.Text.AsSpan(0, Math.Min(label.Text.Length, _cols)), dim: false);
        }
    }

    /// <summary>What a label lay over is drawn anew.</summary>
    private void Uncover(Label label)
    {
        if (_label != label && _label.Text.Length > 0)
        {
            _writer.Blank(_frame, _label.Row);
            _shown.AsSpan(_label.Row * _cols, _cols).Clear();
            _texts[_label.Row] = "";
            _label = Label.None;
        }
    }

    private ReadOnlySpan<byte> Finish(CursorState cursor)
    {
        var visible = cursor.Visible && Viewport.Shows(cursor.Row, cursor.Col);
        if (visible)
        {
            _writer.MoveTo(_frame, cursor.Row - Viewport.Top, cursor.Col - Viewport.Left);
        }

        // One place alone needs no frame around it: it can't be seen half done.
        if (_writer.Moves <= 2)
        {
            _state.ShowCursor(_frame, visible);
            return _frame.WrittenSpan[Begin.Length..];
        }

        _state.CursorHidden();
        _state.ShowCursor(_frame, visible);
        _frame.Write(End);
        return _frame.WrittenSpan;
    }
}

/// <summary>A word to the person, at the right end of a row.</summary>
internal readonly record struct Label(int Row, string Text)
{
    public static Label None { get; } = new(0, "");
}
