namespace Dispatch.Terminal;

/// <summary>Another size. The main screen's text flows anew; the alternate screen is cut or widened, its program draws it again.</summary>
internal sealed partial class Screen
{
    public void Resize(int cols, int rows)
    {
        if (cols == Cols && rows == Rows)
        {
            return;
        }

        var (x, y) = (X, Y);
        var pending = WrapPending;
        if (OnAlternate)
        {
            (X, Y) = (SavedMain.X, SavedMain.Y);
            WrapPending = false;
        }

        new Reflow(this, cols, rows).Run();
        if (OnAlternate)
        {
            SavedMain = SavedMain with { X = X, Y = Y };
            var drop = Math.Max(0, y - rows + 1);
            _alternate = Cut(_alternate!, cols, rows, drop);
            (X, Y) = (Math.Min(x, cols - 1), y - drop);
            WrapPending = pending && x < cols && X == cols - 1;
        }

        _grid = OnAlternate ? _alternate! : _main;
        (Top, Bottom, Left, Right) = (0, rows - 1, 0, cols - 1);
        (SavedMain, SavedAlternate) = (Within(SavedMain), Within(SavedAlternate));
        ResizeTabs(cols);
        ForgetLast();
    }

    private SavedCursor Within(in SavedCursor saved) => saved with { X = Math.Min(saved.X, Cols - 1), Y = Math.Min(saved.Y, Rows - 1) };

    private static Grid Cut(Grid grid, int cols, int rows, int drop)
    {
        var cut = new Grid(cols, rows);
        for (var y = 0; y < Math.Min(rows, grid.Rows - drop); y++)
        {
            ref readonly var from = ref grid.Lines[y + drop];
            ref var to = ref cut.Lines[y];
            var width = Math.Min(cols, grid.Cols);
            var row = cut.Row(y);
            grid.RowOf(from)[..width].CopyTo(row);
            if (width < grid.Cols && (row[^1] & Cell.WideBit) != 0)
            {
                row[^1] = row[^1] >> Cell.StyleShift << Cell.StyleShift;
            }

            (to.Used, to.Wide, to.Mark) = ((short)Math.Min(from.Used, width), from.Wide, from.Mark);
        }

        return cut;
    }

    private void ResizeTabs(int cols)
    {
        var tabs = TabsOf(cols);
        _tabs.AsSpan(0, Math.Min(cols, _tabs.Length)).CopyTo(tabs);
        _tabs = tabs;
    }

    /// <summary>
    /// Takes the main screen and its scrollback apart into lines as they were written, and lays them out again. The cursor stays at its
    /// character. Text above the cursor goes into the scrollback when there is no room, and comes back from it when there is.
    /// </summary>
    private sealed class Reflow(Screen screen, int cols, int rows)
    {
        private readonly List<(ulong[] Cells, Line Line)> _rows = [];
        private readonly List<ulong> _text = [];
        private readonly bool _flow = cols != screen.Cols;
        private LineMark _mark;
        private bool _begun, _full;
        private int _cursorAt = -1, _cursorRow = -1, _cursorX;

        public void Run()
        {
            var last = LastRow();
            if (_flow)
            {
                FlowScrollback();
            }

            for (var y = 0; y <= last; y++)
            {
                ref readonly var line = ref screen._main.Lines[y];
                Take(screen._main.RowOf(line), line, y == screen.Y);
            }

            if (_begun)
            {
                EndLine();
            }

            LayOut();
        }

        // Empty lines under the cursor are no text: they are made anew.
        private int LastRow()
        {
            var last = screen.Rows - 1;
            while (last > screen.Y && screen._main.Lines[last] is { Used: 0, Mark.IsNone: true })
            {
                last--;
            }

            return last;
        }

        private void FlowScrollback()
        {
            var packed = new List<byte[]>(screen.Scrollback.Count);
            for (var i = 0; i < screen.Scrollback.Count; i++)
            {
                packed.Add(screen.Scrollback[i].ToArray());
            }

            screen.ScrolledOff -= packed.Count;
            screen.Scrollback.Clear();
            var cells = new ulong[screen.Cols];
            foreach (var bytes in packed)
            {
                RowEncoding.Decode(bytes, cells, screen._tables.Styles, screen._tables.Clusters, out var line);
                Take(cells, line, cursor: false);

                // What is done goes back at once, packed: the scrollback may be a thousand times the screen.
                if (!_begun)
                {
                    Pack(_rows.Count);
                }
            }
        }

        private void Take(ReadOnlySpan<ulong> cells, in Line line, bool cursor)
        {
            if (cursor)
            {
                _cursorAt = _text.Count + screen.X + (screen.WrapPending ? 1 : 0);
            }

            if (!_flow)
            {
                if (cursor)
                {
                    (_cursorRow, _cursorX) = (_rows.Count, screen.X);
                }

                _rows.Add((cells.ToArray(), line));
                return;
            }

            if (!_begun)
            {
                (_begun, _mark) = (true, line.Mark);
            }

            // A wide character that didn't fit left an empty cell at the end of the line before, which is no text.
            if (_full && _text.Count > 0 && new Cell(_text[^1]).IsEmpty && new Cell(cells[0]).Width == 2)
            {
                _text.RemoveAt(_text.Count - 1);
            }

            var used = line.Wrapped ? line.Used : cells[..line.Used].TrimEnd(0UL).Length;
            _full = line.Wrapped && used == cells.Length;
            _text.AddRange(cells[..used]);
            if (!line.Wrapped)
            {
                EndLine();
            }
        }

        private void EndLine()
        {
            var start = 0;
            var mark = _mark;
            do
            {
                var end = Math.Min(_text.Count, start + cols);
                if (end < _text.Count && end > start + 1 && (_text[end] & Cell.TrailBit) != 0)
                {
                    end--;
                }

                var cells = new ulong[cols];
                var wide = false;
                for (var i = start; i < end; i++)
                {
                    cells[i - start] = cols == 1 ? WithoutHalf(_text[i]) : _text[i];
                    wide |= (_text[i] & Cell.WideBit) != 0;
                }

                Place(start, end);
                var more = end < _text.Count;
                _rows.Add((cells, new Line { Used = (short)(end - start), Wrapped = more, Wide = wide, Mark = mark }));
                (start, mark) = (end, default);
            }
            while (start < _text.Count);

            PlaceBeyond();
            _text.Clear();
            (_begun, _cursorAt) = (false, -1);
        }

        private void Place(int start, int end)
        {
            if (_cursorAt >= start && _cursorAt < end)
            {
                (_cursorRow, _cursorX) = (_rows.Count, _cursorAt - start);
            }
        }

        // Behind the text of its line: as many columns further, as far as there are.
        private void PlaceBeyond()
        {
            if (_cursorAt >= _text.Count)
            {
                var used = _rows[^1].Line.Used;
                (_cursorRow, _cursorX) = (_rows.Count - 1, used + _cursorAt - _text.Count);
            }
        }

        private static ulong WithoutHalf(ulong bits) => (bits & (Cell.WideBit | Cell.TrailBit)) == 0 ? bits : bits >> Cell.StyleShift << Cell.StyleShift;

        private void LayOut()
        {
            // As many go up as don't fit, but never the cursor's own: what is below it is lost then, as in every terminal.
            var above = Math.Clamp(_rows.Count - rows, 0, Math.Max(0, _cursorRow));
            var below = _rows.Count - above;
            Pack(above);
            var pulled = below < rows ? Pull(rows - below) : 0;
            screen._main = new Grid(cols, rows);
            for (var y = 0; y < Math.Min(rows, _rows.Count); y++)
            {
                var (cells, line) = _rows[y];
                var start = screen._main.Lines[y].Start;
                cells.AsSpan(0, Math.Min(cols, cells.Length)).CopyTo(screen._main.Row(y));
                screen._main.Lines[y] = line with { Start = start };
            }

            screen.Y = Math.Clamp(_cursorRow - above + pulled, 0, rows - 1);
            screen.X = Math.Min(_cursorX, cols - 1);
            screen.WrapPending = _cursorX >= cols || (!_flow && screen.WrapPending);
            screen.ScrolledOff -= pulled;
        }

        private void Pack(int count)
        {
            screen.ScrolledOff += count;
            foreach (var (cells, line) in _rows[..count])
            {
                if (screen.Scrollback.Limit > 0)
                {
                    var into = screen.Scrollback.Reserve(RowEncoding.MaximumLength(line.Used));
                    screen.Scrollback.Commit(RowEncoding.Encode(cells, line, screen._tables.Styles, screen._tables.Clusters, into));
                }
            }

            _rows.RemoveRange(0, count);
        }

        // Room at the bottom shows more of the past, as long as the cursor stands on the last line of text.
        private int Pull(int room)
        {
            var count = _cursorRow >= _rows.Count - 1 ? Math.Min(room, screen.Scrollback.Count) : 0;
            for (var i = 0; i < count; i++)
            {
                var cells = new ulong[cols];
                RowEncoding.Decode(
                    screen.Scrollback[screen.Scrollback.Count - 1], cells, screen._tables.Styles, screen._tables.Clusters, out var line);
                screen.Scrollback.DropLast();
                _rows.Insert(0, (cells, line));
            }

            return count;
        }
    }
}
