namespace Dispatch.Terminal;

/// <summary>What is half read, as bytes that lead there from rest: for a snapshot whose other half comes after it.</summary>
internal sealed partial class Parser
{
    public void WritePending(VtWriter output)
    {
        switch (_state)
        {
            case State.Escape:
                output.Bytes("\e"u8);
                break;
            case State.EscapeIntermediate:
                output.Bytes("\e"u8);
                _parameters.WriteIntermediate(output);
                break;
            case State.CsiEntry or State.CsiParam or State.CsiIntermediate:
                output.Bytes("\e["u8);
                _parameters.Write(output);
                break;
            case State.CsiIgnore:
                output.Bytes("\e[0<"u8);
                break;
            case State.DcsEntry or State.DcsParam or State.DcsIntermediate:
                output.Bytes("\eP"u8);
                _parameters.Write(output);
                break;
            case State.DcsIgnore:
                output.Bytes("\eP0<"u8);
                break;
            case State.DcsPassthrough:
                WriteDevice(output);
                break;
            case State.OscString:
                output.Bytes("\e]"u8);
                output.Bytes(_string.Overflowed ? Unknown : _string.Text);
                break;
            case State.IgnoredString:
                output.Bytes("\eX"u8);
                break;
        }

        _utf8.WritePending(output);
    }

    // One that is too long does nothing at its end, as one that nobody knows.
    private static ReadOnlySpan<byte> Unknown => "99999;"u8;

    private void WriteDevice(VtWriter output)
    {
        output.Bytes("\eP"u8);
        if (_device is null || _string.Overflowed)
        {
            output.Byte((byte)'~');
            return;
        }

        var notation = Notation.Read(_device.Notation);
        foreach (var code in (ReadOnlySpan<byte>)[notation.Prefix, notation.Intermediate, notation.Final])
        {
            if (code != 0)
            {
                output.Byte(code);
            }
        }

        output.Bytes(_string.Text);
    }
}
