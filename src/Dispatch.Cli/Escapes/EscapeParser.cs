using System.Buffers;
using System.Text;

namespace Dispatch.Cli.Escapes;

/// <summary>
/// Takes a terminal's output apart (ECMA-48, and the states of https://vt100.net/emu/dec_ansi_parser). However the bytes are cut into
/// chunks, the sink is told the same. What isn't UTF-8 becomes U+FFFD; a C1 control (U+0080 to U+009F) is what its two
/// 7-bit bytes would be, because some terminals take it so.
/// </summary>
internal sealed class EscapeParser(EscapeSink sink)
{
    /// <summary>No sequence with a meaning is longer; what is goes by unseen.</summary>
    private const int LongestSequence = 256;

    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1A;
    private const byte Esc = 0x1B;
    private const byte Delete = 0x7F;

    private readonly byte[] _sequence = new byte[LongestSequence];
    private readonly byte[] _character = new byte[4];

    private State _state;
    private int _sequenceLength;
    private int _characterLength;
    private byte _previous;

    private enum State
    {
        Ground,
        Escape,
        Sequence,
        TooLong,

        /// <summary>Ends with BEL too.</summary>
        OperatingSystemCommand,
        OtherString,
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[(_state switch
            {
                State.Ground => _characterLength > 0 ? Continue(bytes[0]) : Ground(bytes),
                State.Escape => EscapeByte(bytes[0]),
                State.Sequence or State.TooLong => SequenceByte(bytes[0]),
                _ => StringByte(bytes[0]),
            })..];
        }
    }

    private int Ground(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length)
        {
            if (bytes[length] is >= 0x20 and < Delete)
            {
                length++;
            }
            else if (bytes[length] >= 0x80 && Rune.DecodeFromUtf8(bytes[length..], out var rune, out var size) == OperationStatus.Done && rune.Value > 0x9F)
            {
                length += size;
            }
            else
            {
                break;
            }
        }

        if (length > 0)
        {
            sink.Text(bytes[..length]);
            return length;
        }

        if (bytes[0] < 0x80)
        {
            ControlByte(bytes[0]);
            return 1;
        }

        return Continue(bytes[0]);
    }

    /// <summary>A character byte by byte: cut in two, malformed, or a C1 control.</summary>
    private int Continue(byte next)
    {
        _character[_characterLength++] = next;
        var status = Rune.DecodeFromUtf8(_character.AsSpan(0, _characterLength), out var rune, out var size);
        if (status == OperationStatus.NeedMoreData)
        {
            return 1;
        }

        var length = _characterLength;
        _characterLength = 0;
        if (status == OperationStatus.Done && rune.Value <= 0x9F)
        {
            Begin();
            return EscapeByte((byte)(rune.Value - 0x40));
        }

        sink.Text(status == OperationStatus.Done ? _character.AsSpan(0, size) : "\uFFFD"u8);

        // The byte that made it malformed may begin something else.
        return status == OperationStatus.Done || length == 1 ? 1 : 0;
    }

    private void ControlByte(byte control)
    {
        if (control == Esc)
        {
            Begin();
        }
        else
        {
            sink.Control(control);
        }
    }

    private void Begin()
    {
        _state = State.Escape;
        _sequenceLength = 0;
    }

    /// <returns>1 when the byte was taken, 0 when it is the next state's.</returns>
    private int EscapeByte(byte next)
    {
        switch (next)
        {
            case Cancel or Substitute:
                _state = State.Ground;
                return 1;
            case < 0x20:
                ControlByte(next);
                return 1;
            case < 0x30:
                Append(next);
                return 1;
            case Delete:
                return 1;
            case > Delete:
                _state = State.Ground;
                return 0;
            case (byte)'[' when _sequenceLength == 0:
                _state = State.Sequence;
                return 1;
            case (byte)']' when _sequenceLength == 0:
                _state = State.OperatingSystemCommand;
                return 1;
            case (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' when _sequenceLength == 0:
                _state = State.OtherString;
                return 1;
            default:
                _state = State.Ground;
                sink.Escape(_sequence.AsSpan(0, _sequenceLength), next);
                return 1;
        }
    }

    private int SequenceByte(byte next)
    {
        switch (next)
        {
            case Cancel or Substitute:
                _state = State.Ground;
                return 1;
            case < 0x20:
                ControlByte(next);
                return 1;
            case < 0x40:
                Append(next);
                return 1;
            case Delete:
                return 1;
            case > Delete:
                _state = State.Ground;
                return 0;
            default:
                var whole = _state == State.Sequence;
                _state = State.Ground;
                if (whole)
                {
                    sink.Sequence(_sequence.AsSpan(0, _sequenceLength), next);
                }

                return 1;
        }
    }

    private int StringByte(byte next)
    {
        // U+009C, the C1 control that ends a string, in UTF-8.
        var ended = next is Cancel or Substitute
            || (next == Bell && _state == State.OperatingSystemCommand)
            || (next == 0x9C && _previous == 0xC2);
        _previous = ended ? (byte)0 : next;
        if (ended)
        {
            _state = State.Ground;
        }
        else if (next == Esc)
        {
            Begin();
        }

        return 1;
    }

    private void Append(byte next)
    {
        if (_sequenceLength < LongestSequence)
        {
            _sequence[_sequenceLength++] = next;
        }
        else
        {
            _state = State.TooLong;
        }
    }
}
