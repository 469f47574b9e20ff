using System.Buffers;
using System.Text;
using Dispatch.Cli.Escapes;

namespace Dispatch.Cli.Output;

/// <summary>
/// A terminal's output as lines of text: writing over (CR, BS, moves within the line) leaves what was there last; a move to another line, to
/// anywhere on the screen, ends the line; everything else that isn't text is gone.
/// </summary>
internal sealed class PlainText : EscapeSink
{
    private const int TabWidth = 8;

    /// <summary>A line that never ends is cut here, so that memory is bounded.</summary>
    private const int LongestLine = 64 * 1024;

    private readonly EscapeParser _parser;
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<Rune> _line = [];
    private int _column;
    private int _shown;

    public PlainText() => _parser = new EscapeParser(this);

    /// <summary>The lines that these bytes finished. Good until the next call.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        _output.ResetWrittenCount();
        _parser.Feed(bytes);
        return _output.WrittenSpan;
    }

    /// <summary>The line so far, for somebody who watches. What was shown of it already and then written over is on a line of its own.</summary>
    public ReadOnlySpan<byte> Unfinished()
    {
        _output.ResetWrittenCount();
        Show();
        return _output.WrittenSpan;
    }

    /// <summary>The last line, finished.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        _output.ResetWrittenCount();
        EndLineUnlessEmpty();
        return _output.WrittenSpan;
    }

    public override void Text(ReadOnlySpan<byte> utf8)
    {
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var size) == OperationStatus.Done)
        {
            Put(rune);
            utf8 = utf8[size..];
        }
    }

    public override void Control(byte control)
    {
        switch (control)
        {
            case (byte)'\n' or 0x0B or 0x0C:
                EndLine();
                break;
            case (byte)'\r':
                _column = 0;
                break;
            case 0x08:
                _column = Math.Max(0, _column - 1);
                break;
            case (byte)'\t':
                Forward(TabWidth - (_column % TabWidth));
                break;
        }
    }

    public override void Escape(ReadOnlySpan<byte> intermediates, byte final)
    {
        if (intermediates.IsEmpty && final is (byte)'D' or (byte)'E' or (byte)'M' or (byte)'c')
        {
            EndLineUnlessEmpty();
        }
    }

    public override void Sequence(ReadOnlySpan<byte> body, byte final)
    {
        var parts = new SequenceParts(body);
        if (parts.Prefix != '\0' || !parts.Intermediates.IsEmpty)
        {
            return;
        }

        var count = Math.Max(1, parts.First(1));
        switch ((char)final)
        {
            case 'C':
                Forward(count);
                break;
            case 'D':
                _column = Math.Max(0, _column - count);
                break;
            case 'G' or '`':
                _column = 0;
                Forward(count - 1);
                break;
            case 'K':
                Erase(parts.First(0));
                break;
            case 'P' when _column < _line.Count:
                Cut(_column, Math.Min(count, _line.Count - _column));
                break;
            case '@' when _column < _line.Count:
                Insert(count);
                break;
            case 'A' or 'B' or 'E' or 'F' or 'H' or 'J' or 'd' or 'f':
                EndLineUnlessEmpty();
                break;
        }
    }

    private void Put(Rune rune)
    {
        if (_column >= LongestLine)
        {
            EndLine();
        }

        if (_column < _line.Count)
        {
            Alter(_column);
            _line[_column++] = rune;
            return;
        }

        Pad(_column);
        _line.Add(rune);
        _column++;
    }

    private void Forward(int count) => _column = Math.Min(_column + count, LongestLine);

    private void Erase(int what)
    {
        if (what == 0 && _column < _line.Count)
        {
            Cut(_column, _line.Count - _column);
        }
        else if (what == 2)
        {
            Cut(0, _line.Count);
        }
        else if (what == 1)
        {
            Alter(0);
            for (var at = 0; at <= _column && at < _line.Count; at++)
            {
                _line[at] = new Rune(' ');
            }
        }
    }

    private void Insert(int count)
    {
        Alter(_column);
        _line.InsertRange(_column, Enumerable.Repeat(new Rune(' '), Math.Min(count, LongestLine)));
        if (_line.Count > LongestLine)
        {
            _line.RemoveRange(LongestLine, _line.Count - LongestLine);
        }
    }

    private void Cut(int at, int count)
    {
        Alter(at);
        _line.RemoveRange(at, count);
    }

    /// <summary>What was shown from here on no longer holds: the line is shown again, whole, on a new one.</summary>
    private void Alter(int at)
    {
        if (at < _shown)
        {
            _output.Write("\n"u8);
            _shown = 0;
        }
    }

    private void Pad(int length)
    {
        while (_line.Count < length)
        {
            _line.Add(new Rune(' '));
        }
    }

    private void EndLineUnlessEmpty()
    {
        if (_line.Count > 0)
        {
            EndLine();
        }

        _column = 0;
    }

    private void EndLine()
    {
        Show();
        _output.Write("\n"u8);
        _line.Clear();
        _column = 0;
        _shown = 0;
    }

    private void Show()
    {
        Span<byte> utf8 = stackalloc byte[4];
        for (; _shown < _line.Count; _shown++)
        {
            _output.Write(utf8[.._line[_shown].EncodeToUtf8(utf8)]);
        }
    }
}
