using System.Runtime.CompilerServices;

namespace Dispatch.Terminal;

/// <summary>
/// The lines above the screen: a ring of packed rows in one ring of bytes. Both grow to what is needed; the oldest rows go when there
/// are more than the limit, or when all together take more than <see cref="MostBytes"/>.
/// </summary>
internal sealed class Scrollback(int limit)
{
    /// <summary>For 5,000 lines of 80 cells that is 3 kB a line, far beyond what text takes; a hostile program can't take more.</summary>
    private const int MostBytes = 16 * 1024 * 1024;

    private const int FewBytes = 4 * 1024, FewRows = 64;
    private byte[] _bytes = [];
    private Place[] _places = [];
    private int _first, _end;

    public int Limit => limit;

    public int Count { get; private set; }

    /// <summary>Who takes the rows that go for want of room, each before it goes; valid only meanwhile.</summary>
    public Action<ReadOnlySpan<byte>>? Dropping { get; set; }

    /// <summary>A packed row, 0 being the oldest.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = At(index);
            return _bytes.AsSpan(place.Start, place.Length);
        }
    }

    /// <summary>Room for a row of at most this length, to be kept by <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        while (true)
        {
            if (Count == 0)
            {
                _end = 0;
                if (_bytes.Length >= length)
                {
                    return _bytes.AsSpan(0, length);
                }
            }
            else if (Free(length) is var start and >= 0)
            {
                _end = start;
                return _bytes.AsSpan(start, length);
            }

            if (_bytes.Length < MostBytes)
            {
                Grow(length);
            }
            else
            {
                DropFirst();
            }
        }
    }

    public void Commit(int length)
    {
        if (Count == limit)
        {
            DropFirst();
        }

        if (Count == _places.Length)
        {
            GrowPlaces();
        }

        _places[Wrap(_first + Count)] = new Place(_end, length);
        Count++;
        _end += length;
    }

    public void DropLast()
    {
        Count--;
        _end = Count == 0 ? 0 : At(Count - 1) is var last ? last.Start + last.Length : 0;
    }

    public void Clear()
    {
        _bytes = [];
        _places = [];
        _first = _end = Count = 0;
    }

    // Where so many bytes are free in one piece behind the last row, or -1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Free(int length)
    {
        var start = At(0).Start;
        if (_end > start)
        {
            return _bytes.Length - _end >= length ? _end : start > length ? 0 : -1;
        }

        return start - _end > length ? _end : -1;
    }

    private void Grow(int length)
    {
        var size = Math.Max(_bytes.Length, FewBytes / 2);
        do
        {
            size *= 2;
        }
        while (size < length + _bytes.Length);

        var larger = new byte[Math.Min(size, Math.Max(MostBytes, length))];
        var at = 0;
        for (var i = 0; i < Count; i++)
        {
            var row = this[i];
            row.CopyTo(larger.AsSpan(at));
            _places[Wrap(_first + i)] = new Place(at, row.Length);
            at += row.Length;
        }

        _bytes = larger;
        _end = at;
    }

    private void GrowPlaces()
    {
        var larger = new Place[Math.Min(limit, Math.Max(FewRows, _places.Length * 2))];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = At(i);
        }

        _places = larger;
        _first = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void DropFirst()
    {
        Dropping?.Invoke(this[0]);
        _first = Wrap(_first + 1);
        Count--;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Place At(int index) => _places[Wrap(_first + index)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Wrap(int index) => index >= _places.Length ? index - _places.Length : index;

    private readonly record struct Place(int Start, int Length);
}
