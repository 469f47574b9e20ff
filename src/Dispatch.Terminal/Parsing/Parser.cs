using System.Runtime.CompilerServices;

namespace Dispatch.Terminal;

/// <summary>
/// Bytes to actions: runs of text and whole sequences at once where they lie in one piece, byte by byte through the table where they
/// don't. Both ways end in the same state, so it doesn't matter where the input is cut.
/// </summary>
internal sealed partial class Parser(Emulator terminal)
{
    private const byte Escape = 0x1B, Cancel = 0x18, Substitute = 0x1A, Bell = 0x07;

    private readonly Screen _screen = terminal.Screen;
    private readonly Parameters _parameters = terminal.Parameters;
    private readonly StringBuffer _string = new();
    private State _state;
    private Utf8 _utf8;
    private StringSequence? _device;

    /// <summary>Bytes of the present input up to the end of what is being run.</summary>
    public int Position { get; private set; }

    /// <summary>How the string at hand was ended: an answer ends likewise.</summary>
    public bool EndedByBell { get; private set; }

    /// <summary>Nothing is half read.</summary>
    public bool AtRest => _state == State.Ground && !_utf8.Pending;

    public void Parse(ReadOnlySpan<byte> bytes)
    {
        var known = 0;
        for (var i = 0; i < bytes.Length;)
        {
            var code = bytes[i];
            if (_state == State.Ground)
            {
                if (i >= known && bytes.Length - i > Screen.FloodLength && !_utf8.Pending && _screen.Floods)
                {
                    var taken = _screen.PassLines(bytes[i..], out var length);
                    known = i + Math.Max(length, 1);
                    i += taken;
                    continue;
                }

                if (!_utf8.Pending && (code >= 0x20 ? _screen.PrintText(bytes[i..]) : Whole(code, bytes[i..])) is var whole and > 0)
                {
                    i += whole;
                    continue;
                }
            }
            else if (_state is State.OscString or State.DcsPassthrough && TakeString(bytes[i..]) is var taken and > 0)
            {
                i += taken;
                continue;
            }

            Position = ++i;
            Take(code);
        }
    }

    /// <summary>What is frequent and lies in one piece, without the table: the same as byte by byte.</summary>
    /// <returns>How many bytes were taken; 0 for those that go the long way.</returns>
    private int Whole(byte code, ReadOnlySpan<byte> bytes)
    {
        switch (code)
        {
            case Escape when bytes.Length > 2 && bytes[1] == '[' && _parameters.Read(bytes[2..]) is var length and > 0:
                CsiDispatch(bytes[length + 1]);
                return length + 2;
            case (byte)'\r':
                _screen.ForgetLast();
                _screen.CarriageReturn();
                if (bytes.Length > 1 && bytes[1] == '\n' && !terminal.Modes.NewLine)
                {
                    _screen.Index();
                    return 2;
                }

                return 1;
            case (byte)'\n' when !terminal.Modes.NewLine:
                _screen.ForgetLast();
                _screen.Index();
                return 1;
            default:
                return 0;
        }
    }

    private void Take(byte code)
    {
        if (code >= 0x80 || _utf8.Pending)
        {
            TakeUtf8(code);
        }
        else if (code < 0x20 && TakeAnywhere(code))
        {
            return;
        }
        else
        {
            var (action, next) = Transitions.Of(_state, code);
            Run(action, code);
            Enter(next);
        }
    }

    /// <summary>ESC, CAN and SUB end whatever is going on; BEL ends an OSC.</summary>
    private bool TakeAnywhere(byte code)
    {
        switch (code)
        {
            case Escape:
                // The string is run by the backslash that follows, or by this when anything else does (as xterm does it).
                EndString(byBell: false);
                _parameters.Clear();
                _state = State.Escape;
                return true;
            case Cancel or Substitute:
                _string.Clear();
                _device = null;
                _state = State.Ground;
                terminal.Execute(code);
                return true;
            case Bell when _state == State.OscString:
                EndString(byBell: true);
                _state = State.Ground;
                return true;
            default:
                return false;
        }
    }

    private void TakeUtf8(byte code)
    {
        while (true)
        {
            if (_state is State.OscString or State.DcsPassthrough or State.IgnoredString or State.DcsIgnore)
            {
                PutInString(code);
                return;
            }

            if (!_utf8.Take(code, out var codePoint, out var again))
            {
                return;
            }

            if (codePoint < 0xA0)
            {
                C1((byte)(codePoint - 0x40));
            }
            else
            {
                // No sequence has such a character: it ends it.
                _state = State.Ground;
                _screen.Print(codePoint);
            }

            if (!again)
            {
                return;
            }

            if (code < 0x80)
            {
                Take(code);
                return;
            }
        }
    }

    /// <summary>A control from U+0080 to U+009F is ESC and the character 0x40 below it (ECMA-48 5.3).</summary>
    private void C1(byte final)
    {
        _parameters.Clear();
        _state = State.Escape;
        var (action, next) = Transitions.Of(State.Escape, final);
        Run(action, final);
        Enter(next);
    }

    // In a string only the two bytes of U+009C mean something: its end.
    private void PutInString(byte code)
    {
        if (code == 0x9C && _string.Text is [.., 0xC2] && _state is State.OscString or State.DcsPassthrough)
        {
            _string.DropLast();
            EndString(byBell: false);
            _state = State.Ground;
        }
        else if (_state == State.OscString || _device is not null)
        {
            _string.Add([code]);
        }
    }

    /// <summary>Text within a string up to the next control: as one piece.</summary>
    private int TakeString(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E);
        var length = end < 0 ? bytes.Length : end;
        if (length > 0 && (_state == State.OscString || _device is not null))
        {
            _string.Add(bytes[..length]);
        }

        return length;
    }

    private void Enter(State next)
    {
        if (next != _state && next is State.CsiEntry or State.DcsEntry or State.OscString)
        {
            _parameters.Clear();
            _string.Clear();
        }

        _state = next;
    }

    private void Run(Action action, byte code)
    {
        switch (action)
        {
            case Action.Print:
                _screen.PrintText([code]);
                break;
            case Action.Execute:
                terminal.Execute(code);
                break;
            case Action.Collect:
                _parameters.Collect(code);
                break;
            case Action.Prefix:
                _parameters.Prefix = code;
                break;
            case Action.Digit:
                _parameters.Digit(code - '0');
                break;
            case Action.Separate:
                _parameters.Separate(joined: code == ':');
                break;
            case Action.EscapeDispatch:
                _screen.ForgetLast();
                SequenceTable.Escape(_parameters.Intermediate, code)?.Run(terminal);
                break;
            case Action.CsiDispatch:
                _parameters.End();
                CsiDispatch(code);
                break;
            case Action.Hook:
                _parameters.End();
                _device = SequenceTable.Device(_parameters.Prefix, _parameters.Intermediate, code);
                break;
            case Action.Put:
                PutInString(code);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CsiDispatch(byte final)
    {
        var sequence = SequenceTable.Csi(_parameters.Prefix, _parameters.Intermediate, final);
        if (final != 'b')
        {
            _screen.ForgetLast();
        }

        sequence?.Run(terminal);
    }

    private void EndString(bool byBell)
    {
        EndedByBell = byBell;
        if (!_string.Overflowed)
        {
            if (_state == State.OscString)
            {
                OperatingSystemCommand(_string.Text);
            }
            else if (_state == State.DcsPassthrough)
            {
                _device?.Run(terminal, _string.Text);
            }
        }

        _device = null;
        _string.Clear();
    }

    // A number, then what that number takes after a semicolon.
    private void OperatingSystemCommand(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        var digits = end < 0 ? text : text[..end];
        if (digits.Length is > 0 and <= 5 && int.TryParse(digits, out var number))
        {
            SequenceTable.System(number)?.Run(terminal, end < 0 ? [] : text[(end + 1)..]);
        }
    }
}
