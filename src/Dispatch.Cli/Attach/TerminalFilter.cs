using System.Buffers;
using System.Text;
using Dispatch.Cli.Escapes;

namespace Dispatch.Cli.Attach;

/// <summary>
/// Lets through what shows something and drops the rest: strings that set the title, the clipboard or colours, every query that would make
/// this terminal type an answer into the session, other encodings of keys (the detach keys must stay what they are), printing,
/// and whatever isn't known. Remembers what has to be put back at the end.
/// </summary>
internal sealed class TerminalFilter : EscapeSink
{
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly EscapeParser _parser;
    private readonly TerminalModes _modes = new();

    public TerminalFilter() => _parser = new EscapeParser(this);

    /// <summary>What the terminal may have of these bytes. Good until the next call.</summary>
    public ReadOnlySpan<byte> Filter(ReadOnlySpan<byte> bytes)
    {
        _output.ResetWrittenCount();
        _parser.Feed(bytes);
        return _output.WrittenSpan;
    }

    /// <summary>What puts the terminal back to how it was before the session's program changed it.</summary>
    public string Restore() => _modes.Restore();

    public override void Text(ReadOnlySpan<byte> utf8) => _output.Write(utf8);

    public override void Control(byte control)
    {
        // BEL, BS, HT, LF, VT, FF, CR, SO, SI. Not ENQ, which asks for an answerback.
        if (control is >= 0x07 and <= 0x0F)
        {
            _output.Write([control]);
        }
    }

    public override void Escape(ReadOnlySpan<byte> intermediates, byte final)
    {
        if (intermediates.IsEmpty && final == 'c')
        {
            // A full reset would take the person's own settings with it.
            Write(_modes.Restore() + "\e[!p\e[2J\e[H");
            _modes.Clear();
            return;
        }

        var allowed = intermediates switch
        {
            [] => final is (byte)'6' or (byte)'7' or (byte)'8' or (byte)'9' or (byte)'=' or (byte)'>'
                or (byte)'D' or (byte)'E' or (byte)'H' or (byte)'M' or (byte)'N' or (byte)'O',
            [(byte)'(' or (byte)')' or (byte)'*' or (byte)'+', ..] => true,
            [(byte)'#'] => final is >= (byte)'3' and <= (byte)'8',
            _ => false,
        };
        if (allowed)
        {
            _output.Write("\e"u8);
            _output.Write(intermediates);
            _output.Write([final]);
        }
    }

    public override void Sequence(ReadOnlySpan<byte> body, byte final)
    {
        var parts = new SequenceParts(body);
        if (final is (byte)'h' or (byte)'l' && parts.Intermediates.IsEmpty)
        {
            Write(_modes.Allow(parts, (char)final));
        }
        else if (Shows(parts, (char)final))
        {
            if (final == 'r' && parts.Intermediates.IsEmpty)
            {
                _modes.Margins(!parts.Parameters.IsEmpty);
            }

            _output.Write("\e["u8);
            _output.Write(body);
            _output.Write([final]);
        }
    }

    /// <summary>Moving, erasing, scrolling, colours: xterm's control sequences that neither answer nor outlast the screen.</summary>
    private static bool Shows(SequenceParts parts, char final)
    {
        if (parts.Prefix != '\0')
        {
            return parts.Prefix == '?' && parts.Intermediates.IsEmpty && final is ('J' or 'K');
        }

        return parts.Intermediates switch
        {
            [] => "@ABCDEFGHIJKLMPSTXZ`abdefgmrsu".Contains(final),
            [(byte)' '] => final is 'q' or '@' or 'A',
            [(byte)'!'] => final == 'p',
            [(byte)'"'] => final == 'q',
            [(byte)'#'] => final is '{' or '}' or 'p' or 'q',
            [(byte)'$'] => final is 'r' or 't' or 'v' or 'x' or 'z' or '{',
            [(byte)'*'] => final == 'x',
            [(byte)'\''] => final is '}' or '~',
            _ => false,
        };
    }

    private void Write(string ascii) => Encoding.ASCII.GetBytes(ascii, _output);
}
