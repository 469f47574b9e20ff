using System.Text;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>
/// A packed row (<see cref="RowEncoding"/>) read run by run, as it lies there: nothing is unpacked into cells and no table grows.
/// </summary>
internal ref struct RowRuns
{
    private ByteReader _reader;
    private Style _style;
    private int _kind, _left;

    public RowRuns(ReadOnlySpan<byte> packed)
    {
        _reader = new ByteReader(packed);
        var line = RowEncoding.ReadHeader(ref _reader);
        (Wrapped, Mark) = (line.Wrapped, line.Mark);
    }

    public bool Wrapped { get; }

    public LineMark Mark { get; }

    public readonly Style Style => _style;

    /// <summary>Columns that the run takes.</summary>
    public int Columns { get; private set; }

    /// <summary>Columns of each of its characters.</summary>
    public int Width { get; private set; }

    /// <summary>Its characters in UTF-8; nothing for empty cells.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public readonly bool IsEmpty => _kind == RowEncoding.Empty;

    /// <summary>One character of several code points.</summary>
    public readonly bool IsCluster => _kind == RowEncoding.Cluster;

    public bool IsAscii { get; private set; }

    public bool Next()
    {
        if (_left > 0)
        {
            return NextText();
        }

        IsAscii = false;
        while (!_reader.AtEnd)
        {
            var run = (int)_reader.Number();
            (_kind, var count) = (run & 7, run >> 3);
            switch (_kind)
            {
                case RowEncoding.StyleRun:
                    _style = _reader.Style();
                    continue;
                case RowEncoding.Cluster:
                    return Cluster();
                case RowEncoding.Empty:
                    (Width, Columns) = (1, count);
                    Text = default;
                    return true;
                case RowEncoding.Ascii:
                    (Width, Columns) = (1, count);
                    Text = _reader.Bytes(count);
                    IsAscii = true;
                    return true;
                default:
                    _left = count;
                    return NextText();
            }
        }

        return false;
    }

    /// <summary>The first code point, or 0.</summary>
    public readonly int First => Text.IsEmpty || Rune.DecodeFromUtf8(Text, out var rune, out _) != System.Buffers.OperationStatus.Done ? 0 : rune.Value;

    private bool Cluster()
    {
        Columns = Width = _reader.Byte();
        Text = _reader.Bytes((int)_reader.Number());
        return true;
    }

    // Of a text, as much as has the same width, and ASCII by itself.
    private bool NextText()
    {
        var rest = _reader.Rest;
        var (length, count) = (0, 0);
        while (count < _left)
        {
            Rune.DecodeFromUtf8(rest[length..], out var rune, out var bytes);
            var (width, ascii) = (CharacterWidth.Of(rune.Value), rune.IsAscii);
            if (count == 0)
            {
                (Width, IsAscii) = (width, ascii);
            }
            else if (width != Width || ascii != IsAscii)
            {
                break;
            }

            length += bytes;
            count++;
        }

        _left -= count;
        Columns = count * Width;
        Text = _reader.Bytes(length);
        return true;
    }
}
