namespace Dispatch.Terminal;

/// <summary>The parameters of the sequence at hand: numbers parted by ';', and by ':' where several make one (ECMA-48 5.4.2, ITU T.416).</summary>
internal sealed class Parameters
{
    /// <summary>What comes beyond is dropped.</summary>
    public const int Most = 32;

    private const int Largest = 99_999;
    private readonly int[] _values = new int[Most];
    private uint _joined;
    private bool _full;

    /// <summary>How many there are, absent ones between separators counted; at least one once a sequence is dispatched.</summary>
    public int Count { get; private set; }

    /// <summary>The character before the parameters, one of &lt; = &gt; ?, or 0.</summary>
    public byte Prefix { get; set; }

    /// <summary>The character before the final one, 0x20 to 0x2F, or 0; 0xFF when there were several.</summary>
    public byte Intermediate { get; private set; }

    /// <summary>A parameter as it was written, -1 when it was not.</summary>
    public int this[int index] => index < Count ? _values[index] : -1;

    public void Clear()
    {
        Count = 0;
        _joined = 0;
        _full = false;
        Prefix = Intermediate = 0;
    }

    /// <summary>A number that counts something: 1 when absent or 0.</summary>
    public int Amount(int index = 0) => index < Count && _values[index] > 0 ? _values[index] : 1;

    /// <summary>A number with a default for when it is absent or, as all of DEC's, 0.</summary>
    public int Or(int index, int otherwise) => index < Count && _values[index] > 0 ? _values[index] : otherwise;

    /// <summary>A choice: 0 when absent.</summary>
    public int Choice(int index = 0) => index < Count && _values[index] > 0 ? _values[index] : 0;

    /// <summary>Whether it goes on with the parameter before it (':').</summary>
    public bool Joined(int index) => index < Count && (_joined >> index & 1) != 0;

    public void Digit(int digit)
    {
        if (Count == 0)
        {
            Begin();
        }

        if (!_full)
        {
            ref var value = ref _values[Count - 1];
            value = value < 0 ? digit : Math.Min(Largest, (value * 10) + digit);
        }
    }

    public void Separate(bool joined)
    {
        if (Count == 0)
        {
            Begin();
        }

        Begin();
        if (joined && !_full)
        {
            _joined |= 1u << (Count - 1);
        }
    }

    public void Collect(byte intermediate) => Intermediate = Intermediate == 0 ? intermediate : (byte)0xFF;

    /// <summary>All are there: one that is absent counts too.</summary>
    public void End()
    {
        if (Count == 0)
        {
            Begin();
        }
    }

    /// <summary>
    /// Reads parameters, intermediate and final character in one go. Stops, having taken nothing, when they aren't whole or anything
    /// else is among them.
    /// </summary>
    /// <returns>How many bytes were read, the final one last; 0 for nothing.</returns>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        byte prefix = 0, intermediate = 0;
        uint joined = 0;
        var i = 0;
        if (bytes[0] - (uint)'<' <= '?' - '<')
        {
            prefix = bytes[i++];
        }

        var values = _values;
        var value = -1;
        var count = 0;
        for (; i < bytes.Length; i++)
        {
            var digit = bytes[i] - (uint)'0';
            if (digit <= 9)
            {
                value = (int)digit + (value < 0 ? 0 : value * 10);
                if (value > Largest / 10)
                {
                    return 0;
                }

                continue;
            }

            // Semicolon or colon.
            if (digit - 10 > 1 || count >= Most - 1)
            {
                break;
            }

            values[count++] = value;
            value = -1;
            if (digit == 10)
            {
                joined |= 1u << count;
            }
        }

        values[count++] = value;
        if (i < bytes.Length && bytes[i] - 0x20u < 0x10)
        {
            intermediate = bytes[i++];
        }

        if (i >= bytes.Length || bytes[i] - 0x40u >= 0x3F)
        {
            return 0;
        }

        (Count, Prefix, Intermediate, _joined, _full) = (count, prefix, intermediate, joined, false);
        return i + 1;
    }

    /// <summary>As they were read, but for zeros that say nothing.</summary>
    public void Write(VtWriter output)
    {
        if (Prefix != 0)
        {
            output.Byte(Prefix);
        }

        for (var i = 0; i < Count; i++)
        {
            if (i > 0)
            {
                output.Byte(Joined(i) ? (byte)':' : (byte)';');
            }

            if (_values[i] >= 0)
            {
                output.Number(_values[i]);
            }
        }

        if (_full)
        {
            output.Byte((byte)';');
        }

        WriteIntermediate(output);
    }

    public void WriteIntermediate(VtWriter output)
    {
        if (Intermediate == 0xFF)
        {
            output.Bytes("  "u8);
        }
        else if (Intermediate != 0)
        {
            output.Byte(Intermediate);
        }
    }

    private void Begin()
    {
        if (Count == Most)
        {
            _full = true;
        }
        else
        {
            _values[Count++] = -1;
        }
    }
}
