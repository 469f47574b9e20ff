namespace Dispatch.Terminal;

/// <summary>The text of an OSC or DCS at hand, up to a bound; what is longer is dropped as a whole.</summary>
internal sealed class StringBuffer
{
    /// <summary>For the clipboard (OSC 52); everything else is far shorter.</summary>
    public const int MaximumLength = 1024 * 1024;

    private const int Small = 256;
    private byte[] _bytes = [];
    private int _length;

    /// <summary>It was longer than is kept.</summary>
    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Overflowed || _length + bytes.Length > MaximumLength)
        {
            Overflowed = true;
            return;
        }

        if (_length + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Math.Max(Small, _bytes.Length * 2), _length + bytes.Length));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void DropLast() => _length--;

    public void Clear()
    {
        _length = 0;
        Overflowed = false;
        if (_bytes.Length > Small)
        {
            _bytes = [];
        }
    }
}
