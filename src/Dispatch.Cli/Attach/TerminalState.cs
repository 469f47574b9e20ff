using System.Buffers;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>
/// What the terminal outside is set to beside its text, so that it follows the session and can be put back: the alternate screen, the modes that
/// say which keys it sends, the cursor's shape. Its title, its colours and its keyboard protocol are never touched.
/// </summary>
/// <param name="readOnly">Nothing is typed, so that the terminal isn't asked for anything to type.</param>
internal sealed class TerminalState(bool readOnly)
{
    private const int ApplicationCursor = 1, ReverseVideo = 5, AutoWrap = 7, CursorVisible = 25, FocusReports = 1004, SgrMouse = 1006,
        AlternateScroll = 1007, AlternateScreen = 1049, BracketedPaste = 2004, Synchronized = 2026, GraphemeClusters = 2027;

    private readonly Dictionary<int, bool> _modes = [];
    private int _mouse;
    private int _cursorStyle;
    private bool _keypad;

    public void Enter(ArrayBufferWriter<byte> frame)
    {
        frame.PrivateMode(AlternateScreen, true);

        // The last column is written to without a thought of what that would scroll; the wheel types arrows only where a program wants them.
        frame.PrivateMode(AutoWrap, false);
        frame.Write("\e[?1007s"u8);
        frame.PrivateMode(AlternateScroll, false);
        frame.Write("\e[0m\e(B\u000F\e[2J"u8);
        _modes.Clear();
        _modes[AlternateScroll] = false;
        (_mouse, _cursorStyle, _keypad) = (0, 0, false);
    }

    /// <summary>As the session's program wants it.</summary>
    public void Follow(ArrayBufferWriter<byte> frame, Emulator emulator)
    {
        var modes = emulator.Modes;
        Set(frame, ReverseVideo, modes.ReverseVideo);
        Set(frame, GraphemeClusters, emulator.GraphemeClusters);
        var style = CursorStyle(emulator.Cursor);
        if (style != _cursorStyle)
        {
            ShapeCursor(frame, style);
        }

        if (!readOnly)
        {
            FollowInput(frame, modes, emulator.AlternateScreen);
        }
    }

    public void ShowCursor(ArrayBufferWriter<byte> frame, bool visible) => Set(frame, CursorVisible, visible, usually: true);

    /// <summary>A frame began with hiding it.</summary>
    public void CursorHidden() => _modes[CursorVisible] = false;

    /// <summary>Everything back to how a terminal is while a shell runs a command.</summary>
    public void Leave(ArrayBufferWriter<byte> frame)
    {
        // Whatever was cut short by a signal ends here.
        frame.Write("\e\\\e]8;;\e\\\e[0m"u8);
        frame.PrivateMode(Synchronized, false);
        foreach (var mode in (ReadOnlySpan<int>)[ApplicationCursor, ReverseVideo, FocusReports, SgrMouse, BracketedPaste, GraphemeClusters])
        {
            Set(frame, mode, false);
        }

        SetMouse(frame, 0);
        SetKeypad(frame, false);
        if (_cursorStyle != 0)
        {
            ShapeCursor(frame, 0);
        }

        // Terminals that can't put it back have it on unless a person switched it off.
        frame.PrivateMode(AlternateScroll, true);
        frame.Write("\e[?1007r"u8);
        frame.PrivateMode(AutoWrap, true);
        frame.PrivateMode(CursorVisible, true);
        frame.PrivateMode(AlternateScreen, false);
    }

    private static int Tracking(MouseTracking mouse) => mouse switch
    {
        MouseTracking.None => 0,
        MouseTracking.Button => 1002,
        MouseTracking.Any => 1003,
        _ => 1000,
    };

    /// <summary>DECSCUSR; a blinking block is what programs that ask for nothing have, and so the person's own shape.</summary>
    private static int CursorStyle(CursorState cursor) => (cursor.Shape, cursor.Blinking) switch
    {
        (CursorShape.Block, true) => 0,
        (CursorShape.Block, _) => 2,
        (CursorShape.Underline, var blinking) => blinking ? 3 : 4,
        (_, var blinking) => blinking ? 5 : 6,
    };

    private void FollowInput(ArrayBufferWriter<byte> frame, Modes modes, bool alternateScreen)
    {
        Set(frame, ApplicationCursor, modes.ApplicationCursor);
        Set(frame, BracketedPaste, modes.BracketedPaste);
        Set(frame, FocusReports, modes.FocusReports);
        Set(frame, AlternateScroll, alternateScreen && modes.AlternateScroll);
        Set(frame, SgrMouse, modes.Mouse != MouseTracking.None);
        SetMouse(frame, Tracking(modes.Mouse));
        SetKeypad(frame, modes.ApplicationKeypad);
    }

    private void Set(ArrayBufferWriter<byte> frame, int mode, bool on, bool usually = false)
    {
        if (_modes.GetValueOrDefault(mode, usually) != on)
        {
            _modes[mode] = on;
            frame.PrivateMode(mode, on);
        }
    }

    private void SetMouse(ArrayBufferWriter<byte> frame, int tracking)
    {
        if (tracking == _mouse)
        {
            return;
        }

        if (_mouse != 0)
        {
            frame.PrivateMode(_mouse, false);
        }

        if (tracking != 0)
        {
            frame.PrivateMode(tracking, true);
        }

        _mouse = tracking;
    }

    private void SetKeypad(ArrayBufferWriter<byte> frame, bool on)
    {
        if (_keypad != on)
        {
            _keypad = on;
            frame.Write(on ? "\e="u8 : "\e>"u8);
        }
    }

    private void ShapeCursor(ArrayBufferWriter<byte> frame, int style)
    {
        _cursorStyle = style;
        frame.Write("\e["u8);
        frame.Number(style);
        frame.Write(" q"u8);
    }
}
