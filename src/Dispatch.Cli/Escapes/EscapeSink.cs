namespace Dispatch.Cli.Escapes;

/// <summary>What an <see cref="EscapeParser"/> finds. Strings (OSC, DCS, APC, PM, SOS) are not among it: nothing here wants them.</summary>
internal abstract class EscapeSink
{
    /// <summary>Printable characters, well-formed UTF-8.</summary>
    public abstract void Text(ReadOnlySpan<byte> utf8);

    /// <summary>A control character below 0x20, or DEL.</summary>
    public abstract void Control(byte control);

    /// <summary>ESC, intermediates (0x20 to 0x2F), a final byte.</summary>
    public abstract void Escape(ReadOnlySpan<byte> intermediates, byte final);

    /// <summary>CSI, parameters and intermediates as they came, a final byte.</summary>
    public abstract void Sequence(ReadOnlySpan<byte> body, byte final);
}
