using System.Buffers;

namespace Dispatch.Runner.Kinds;

/// <summary>
/// Cuts a process's output into lines. A line counts as read once what it says is in the log, so what a runner's death cut off is read again.
/// </summary>
/// <param name="most">The bytes of one line; the keeper's buffer holds more than that.</param>
internal sealed class OutputLines(int most)
{
    private readonly ArrayBufferWriter<byte> _partial = new();

    // Of a line that was given up: what is left of it says nothing.
    private bool _skips;

    /// <summary>Takes the line that ends in these bytes away from them; false when none does, and they are kept for the next.</summary>
    /// <param name="offset">That of the bytes; afterwards that of what is left of them.</param>
    /// <param name="line">Without its end; valid until the next call.</param>
    public bool TryTake(ref ReadOnlySpan<byte> bytes, ref long offset, out ReadOnlySpan<byte> line)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (_skips && end >= 0)
        {
            offset += end + 1;
            bytes = bytes[(end + 1)..];
            _skips = false;
            end = bytes.IndexOf((byte)'\n');
        }

        if (end < 0)
        {
            if (!_skips)
            {
                _partial.Write(bytes);
            }

            line = default;
            return false;
        }

        if (_partial.WrittenCount == 0)
        {
            line = bytes[..end];
        }
        else
        {
            _partial.Write(bytes[..end]);
            line = _partial.WrittenSpan;
            _partial.ResetWrittenCount();
        }

        offset += end + 1;
        bytes = bytes[(end + 1)..];
        return true;
    }

    /// <summary>The bytes of the line that has begun.</summary>
    public int Begun => _skips ? 0 : _partial.WrittenCount;

    /// <summary>Whether nothing of what came is needed any more, as it is of a line that was given up.</summary>
    public bool Skips => _skips;

    /// <summary>Whether the line that has begun is longer than one may be: it is given up then, to its end.</summary>
    public bool GivesUp()
    {
        if (_partial.WrittenCount <= most)
        {
            return false;
        }

        _partial.ResetWrittenCount();
        _skips = true;
        return true;
    }

    public void Forget()
    {
        _partial.ResetWrittenCount();
        _skips = false;
    }
}
