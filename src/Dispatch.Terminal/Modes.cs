namespace Dispatch.Terminal;

/// <summary>Which of its events a program wants from the mouse.</summary>
public enum MouseTracking
{
    None,

    /// <summary>Presses alone (mode 9).</summary>
    X10,

    /// <summary>Presses and releases (mode 1000).</summary>
    Normal,

    /// <summary>Movements with a button down too (mode 1002).</summary>
    Button,

    /// <summary>All movements too (mode 1003).</summary>
    Any,
}

/// <summary>How mouse events are written.</summary>
public enum MouseEncoding
{
    Default,

    /// <summary>Mode 1005.</summary>
    Utf8,

    /// <summary>Mode 1006.</summary>
    Sgr,

    /// <summary>Mode 1015.</summary>
    Urxvt,

    /// <summary>Mode 1016.</summary>
    SgrPixels,
}

/// <summary>What programs have switched on or off: for whoever shows the screen and sends the keys.</summary>
public sealed class Modes
{
    private const int MostKeyboardFlags = 16;
    private List<int> _keyboard = [];
    private List<int> _otherKeyboard = [];

    /// <summary>DECCKM: cursor keys as SS3 instead of CSI.</summary>
    public bool ApplicationCursor { get; internal set; }

    /// <summary>DECKPAM, DECNKM.</summary>
    public bool ApplicationKeypad { get; internal set; }

    /// <summary>DECBKM: the backspace key sends BS instead of DEL.</summary>
    public bool BackspaceSendsBackspace { get; internal set; }

    /// <summary>KAM: the keyboard is locked.</summary>
    public bool KeyboardLocked { get; internal set; }

    /// <summary>SRM reset: typed characters are shown by the terminal itself. Only kept.</summary>
    public bool LocalEcho { get; internal set; }

    /// <summary>LNM.</summary>
    public bool NewLine { get; internal set; }

    /// <summary>DECSCNM: the whole screen inverse.</summary>
    public bool ReverseVideo { get; internal set; }

    /// <summary>DECSCLM. Only kept.</summary>
    public bool SmoothScroll { get; internal set; }

    /// <summary>DECARM. Only kept.</summary>
    public bool AutoRepeat { get; internal set; } = true;

    /// <summary>DECTCEM.</summary>
    public bool CursorVisible { get; internal set; } = true;

    /// <summary>Mode 40: DECCOLM is permitted.</summary>
    public bool AllowColumns { get; internal set; }

    /// <summary>DECCOLM: 132 columns.</summary>
    public bool WideColumns { get; internal set; }

    /// <summary>DECNCSM: DECCOLM doesn't clear the screen.</summary>
    public bool KeepOnColumns { get; internal set; }

    public MouseTracking Mouse { get; internal set; }

    public MouseEncoding MouseEncoding { get; internal set; }

    /// <summary>Mode 1004: the program is told of focus.</summary>
    public bool FocusReports { get; internal set; }

    /// <summary>Mode 1007: the wheel sends cursor keys on the alternate screen.</summary>
    public bool AlternateScroll { get; internal set; } = true;

    /// <summary>Mode 2004.</summary>
    public bool BracketedPaste { get; internal set; }

    /// <summary>Mode 2026: what is drawn is a whole only once it is off again.</summary>
    public bool SynchronizedOutput { get; internal set; }

    /// <summary>Mode 2031: the program is told when the colours change between dark and light.</summary>
    public bool ColorSchemeReports { get; internal set; }

    /// <summary>Mode 2048: the program is told the size within its input.</summary>
    public bool SizeReports { get; internal set; }

    /// <summary>xterm's modifyOtherKeys, 0 to 3.</summary>
    public int ModifyOtherKeys { get; internal set; }

    /// <summary>The flags of Kitty's keyboard protocol in force.</summary>
    public int KeyboardFlags => _keyboard.Count == 0 ? 0 : _keyboard[^1];

    /// <summary>All that were pushed on the screen shown, the lowest first.</summary>
    public IReadOnlyList<int> KeyboardStack => _keyboard;

    /// <summary>Those of the screen that isn't shown.</summary>
    internal IReadOnlyList<int> HiddenKeyboardStack => _otherKeyboard;

    internal void PushKeyboard(int flags)
    {
        if (_keyboard.Count == 0)
        {
            _keyboard.Add(0);
        }

        if (_keyboard.Count == MostKeyboardFlags)
        {
            _keyboard.RemoveAt(0);
        }

        _keyboard.Add(flags & 31);
    }

    internal void PopKeyboard(int count) => _keyboard.RemoveRange(_keyboard.Count - Math.Min(count, _keyboard.Count), Math.Min(count, _keyboard.Count));

    internal void SetKeyboard(int flags)
    {
        if (_keyboard.Count == 0)
        {
            _keyboard.Add(0);
        }

        _keyboard[^1] = flags & 31;
    }

    /// <summary>The two screens have keyboards of their own.</summary>
    internal void SwapKeyboards() => (_keyboard, _otherKeyboard) = (_otherKeyboard, _keyboard);

    internal void ClearKeyboards()
    {
        _keyboard.Clear();
        _otherKeyboard.Clear();
    }
}
