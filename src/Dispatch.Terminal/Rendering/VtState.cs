namespace Dispatch.Terminal;

/// <summary>What a terminal knows beside what it shows: each part as the sequences that set it, nothing where it is as at the start.</summary>
internal sealed class VtState(Emulator terminal, VtWriter output, VtPen pen)
{
    private static readonly Emulator Fresh = new(new EmulatorOptions { Cols = 2, Rows = 1, Scrollback = 0 });

    // These move the cursor, clear, switch or hold back: each has its own place.
    private static readonly HashSet<int> Placed = [3, 6, 12, 40, 47, 69, 95, 1047, 1048, 1049, 2026];

    private readonly Screen _screen = terminal.Screen;

    public void Names()
    {
        foreach (var (title, icon) in terminal.PushedTitles)
        {
            Titles(title, icon);
            output.Csi("22;0t"u8);
        }

        if (terminal.PushedTitles.Count > 0 || terminal.Title.Length + terminal.IconName.Length > 0)
        {
            Titles(terminal.Title, terminal.IconName);
        }

        if (terminal.Folder is { } folder)
        {
            output.Osc("7;"u8, FolderUrl(folder));
        }

        if (terminal.Progress.State != ProgressState.None)
        {
            output.Osc("9;4;"u8, $"{(int)terminal.Progress.State};{terminal.Progress.Percent}");
        }
    }

    public void Colors()
    {
        foreach (var (index, color) in terminal.Colors.Changed)
        {
            output.Osc("4;"u8, $"{index};{Rgb(color)}");
        }

        Color("10;"u8, terminal.Colors.ForegroundSet);
        Color("11;"u8, terminal.Colors.BackgroundSet);
        Color("12;"u8, terminal.Colors.CursorSet);
    }

    /// <summary>XTPUSHSGR's stack, its lowest first.</summary>
    public void Pushed()
    {
        foreach (var style in terminal.PushedStyles.Reverse())
        {
            pen.Set(style);
            output.Csi("#{"u8);
        }

        pen.Set(default);
    }

    /// <summary>DECCOLM clears, so it comes before anything is drawn.</summary>
    public void Columns()
    {
        var modes = terminal.Modes;
        if (modes.WideColumns)
        {
            output.Csi("?40;3h"u8);
        }

        if (modes.AllowColumns != modes.WideColumns)
        {
            output.Csi(modes.AllowColumns ? "?40h"u8 : "?40l"u8);
        }

        if (modes.KeepOnColumns)
        {
            output.Csi("?95h"u8);
        }
    }

    /// <summary>The alternate screen has a keyboard and a saved cursor also while it isn't shown.</summary>
    public void HiddenAlternate()
    {
        if (terminal.Modes.HiddenKeyboardStack.Count > 0 || _screen.SavedAlternate != SavedCursor.Home)
        {
            output.Csi("?1047h"u8);
            Keyboard(terminal.Modes.HiddenKeyboardStack);
            Saved(_screen.SavedAlternate);
            output.Csi("?1047l"u8);
            output.Csi("H"u8);
        }
    }

    public void Tabs()
    {
        var usual = true;
        for (var x = 0; x < _screen.Cols; x++)
        {
            usual &= _screen.Tabs[x] == (x > 0 && x % 8 == 0);
        }

        if (usual)
        {
            return;
        }

        output.Csi("3g"u8);
        for (var x = 0; x < _screen.Cols; x++)
        {
            if (_screen.Tabs[x])
            {
                output.Csi(x + 1, (byte)'G');
                output.Bytes("\eH"u8);
            }
        }

        output.Byte((byte)'\r');
    }

    public void Keyboard(IReadOnlyList<int> stack)
    {
        for (var i = 0; i < stack.Count; i++)
        {
            output.Csi(i == 0 ? "="u8 : ">"u8);
            output.Number(stack[i]);
            output.Byte((byte)'u');
        }
    }

    /// <summary>DECSC, with whole margins.</summary>
    public void Saved(in SavedCursor saved)
    {
        if (saved == SavedCursor.Home)
        {
            return;
        }

        if (saved.Origin)
        {
            output.Csi("?6h"u8);
        }

        output.Csi(Math.Min(saved.Y, _screen.Rows - 1) + 1, Math.Min(saved.X, _screen.Cols - 1) + 1, (byte)'H');
        pen.Set(saved.Pen);
        Charsets(Terminal.Charsets.Initial, saved.Charsets);
        output.Bytes("\e7"u8);
        Charsets(saved.Charsets, Terminal.Charsets.Initial);
        pen.Set(default);
        if (saved.Origin)
        {
            output.Csi("?6l"u8);
        }
    }

    public void Margins()
    {
        if (_screen.Top != 0 || _screen.Bottom != _screen.Rows - 1)
        {
            output.Csi(_screen.Top + 1, _screen.Bottom + 1, (byte)'r');
        }

        if (_screen.ColumnMargins)
        {
            output.Csi("?69h"u8);
            if (_screen.Left != 0 || _screen.Right != _screen.Cols - 1)
            {
                output.Csi(_screen.Left + 1, _screen.Right + 1, (byte)'s');
            }
        }

        if (_screen.Origin)
        {
            output.Csi("?6h"u8);
        }
    }

    /// <summary>What is printed next looks like this and means this.</summary>
    public void Drawing()
    {
        pen.Set(_screen.Pen);
        Charsets(Terminal.Charsets.Initial, _screen.Charsets);
        if (terminal.AttributesInRectangle)
        {
            output.Csi("2*x"u8);
        }
    }

    public void Modes()
    {
        foreach (var mode in ModeList.All.Cast<Mode>())
        {
            var on = mode.Get(terminal);
            if (on != mode.Get(Fresh) && !(mode.Private && Placed.Contains(mode.Number)))
            {
                output.Csi(mode.Private ? "?"u8 : ""u8);
                output.Number(mode.Number);
                output.Byte(on ? (byte)'h' : (byte)'l');
            }
        }

        if ((terminal.CursorShape, terminal.CursorBlinking) != (Fresh.CursorShape, Fresh.CursorBlinking))
        {
            output.Bytes("\e["u8);
            output.Number(((int)terminal.CursorShape * 2) + (terminal.CursorBlinking ? 1 : 2));
            output.Bytes(" q"u8);
        }

        if (terminal.Modes.ModifyOtherKeys != 0)
        {
            output.Csi(">4;"u8);
            output.Number(terminal.Modes.ModifyOtherKeys);
            output.Byte((byte)'m');
        }
    }

    /// <summary>What has no sequence but our own.</summary>
    /// <param name="above">How many lines this snapshot itself sends up.</param>
    public void Own(int above)
    {
        if (terminal.CommandNumber > 0)
        {
            output.Own("command"u8, terminal.CommandNumber);
            output.Own("running"u8, terminal.InCommand ? 1 : 0);
        }

        if (terminal.ScrolledOff != above)
        {
            output.Own("above"u8, terminal.ScrolledOff);
        }

        foreach (var (number, on) in terminal.SavedModes)
        {
            output.Own("saved"u8, number, on ? 1 : 0);
        }
    }

    // A percent sign that would be read as one of an escape is escaped itself; all else is understood as it is.
    private static string FolderUrl(string folder)
    {
        var url = folder;
        for (var i = url.Length - 3; i >= 0; i--)
        {
            if (url[i] == '%' && char.IsAsciiHexDigit(url[i + 1]) && char.IsAsciiHexDigit(url[i + 2]))
            {
                url = url.Insert(i + 1, "25");
            }
        }

        return url.Length + 7 <= SystemSequences.MaximumBody ? $"file://{url}" : url;
    }

    private static string Rgb(Color color) => $"rgb:{color.Red:x2}/{color.Green:x2}/{color.Blue:x2}";

    private void Color(ReadOnlySpan<byte> start, Color? color)
    {
        if (color is { } set)
        {
            output.Osc(start, Rgb(set));
        }
    }

    private void Titles(string title, string icon)
    {
        output.Osc(title == icon ? "0;"u8 : "2;"u8, title);
        if (title != icon)
        {
            output.Osc("1;"u8, icon);
        }
    }

    private void Charsets(Charsets from, Charsets to)
    {
        for (var g = 0; g < 4; g++)
        {
            if (from.Of(g) != to.Of(g))
            {
                output.Bytes([0x1B, "()*+"u8[g], (byte)to.Of(g)]);
            }
        }

        if (from.Left != to.Left)
        {
            output.Bytes(to.Left switch { 0 => "\x0f"u8, 1 => "\x0e"u8, 2 => "\en"u8, _ => "\eo"u8 });
        }
    }
}
