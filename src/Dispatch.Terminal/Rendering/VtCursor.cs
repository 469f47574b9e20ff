namespace Dispatch.Terminal;

/// <summary>The cursor's place, the wrap that may be pending there, and the character printed last, which what follows may go on with.</summary>
internal sealed class VtCursor(Emulator terminal, VtWriter output, VtPen pen)
{
    private readonly Screen _screen = terminal.Screen;

    /// <summary>With margins and origin mode in force, all else still as at the start.</summary>
    public void Place()
    {
        if (_screen.WrapPending && _screen.X == _screen.Cols - 1 && Here(out var x, out var run) && x + run.Width == _screen.Cols)
        {
            // Printing in the last column is how xterm.js knows one as well.
            MoveTo(x);
            Print(run);
        }
        else
        {
            MoveTo(_screen.X);
        }
    }

    /// <summary>The very last.</summary>
    public void Finish()
    {
        if (_screen.WrapPending)
        {
            output.Own("pending"u8, 1);
            if (_screen.Last == 0)
            {
                output.Own("last"u8, 0);
            }
        }

        if (terminal.Modes.SynchronizedOutput)
        {
            output.Csi("?2026h"u8);
        }

        if (_screen.SingleShift >= 0)
        {
            output.Bytes(_screen.SingleShift == 2 ? "\eN"u8 : "\eO"u8);
        }
        else if (_screen.Last != 0)
        {
            Last();
        }
    }

    private void Last()
    {
        var open = _screen.OpenCluster;
        var found = Here(out var x, out var run);
        if (found && PrintsTheSame(x, run))
        {
            MoveTo(x);
            output.Bytes(run.Text);
        }
        else
        {
            output.Own("last"u8, _screen.Last, open.Width > 0 && found ? run.Text : default);
        }
    }

    // In every mode that is in force by now.
    private bool PrintsTheSame(int x, in RowRuns run)
    {
        if (run.Style != _screen.Pen || _screen.Insert || VtCharacter.First(run.Text).Value != _screen.Last)
        {
            return false;
        }

        var translated = _screen.Last < 0x80 && Charsets.Translate(_screen.Charsets.Active, _screen.Last) != _screen.Last;
        var last = _screen.ColumnMargins && x <= _screen.Right ? _screen.Right : _screen.Cols - 1;
        var ends = _screen.WrapPending ? x + run.Width - 1 == last && _screen.X == last : x + run.Width == _screen.X && _screen.X <= last;
        return !translated && ends && (_screen.GraphemeClusters
            ? VtCharacter.IsCluster(run.Text, run.Width, out var cluster) && cluster.Equals(_screen.OpenCluster)
            : VtCharacter.IsPlain(run.Text, run.Width));
    }

    /// <summary>The character before the cursor; under it when a wrap is pending.</summary>
    private bool Here(out int x, out RowRuns run)
    {
        var row = _screen.Grid.Row(_screen.Y);
        x = _screen.WrapPending ? _screen.X : _screen.X - 1;
        if (x >= 0 && (row[x] & Cell.TrailBit) != 0)
        {
            x--;
        }

        run = default;
        if (x < 0 || new Cell(row[x]).IsEmpty)
        {
            return false;
        }

        var line = new Line { Used = 1 };
        var packed = new byte[RowEncoding.MaximumLength(1)];
        var length = RowEncoding.Encode(row.Slice(x, 1), line, _screen.Tables.Styles, _screen.Tables.Clusters, packed);
        run = new RowRuns(packed.AsSpan(0, length));
        return run.Next();
    }

    private void Print(in RowRuns run)
    {
        var lines = new VtLines(output, pen, _screen.Cols);
        lines.Again(run, _screen.X - run.Width + 1);
    }

    private void MoveTo(int x) => output.Csi(_screen.Y - _screen.OriginY + 1, x - _screen.OriginX + 1, (byte)'H');
}
