namespace Dispatch.Cli.Escapes;

/// <summary>The body of a CSI sequence: <c>?</c> or another private prefix, parameters, intermediates.</summary>
internal readonly ref struct SequenceParts
{
    public SequenceParts(ReadOnlySpan<byte> body)
    {
        if (body is [>= (byte)'<' and <= (byte)'?', ..])
        {
            Prefix = (char)body[0];
            body = body[1..];
        }

        var intermediates = body.IndexOfAnyInRange((byte)0x20, (byte)0x2F);
        Parameters = intermediates < 0 ? body : body[..intermediates];
        Intermediates = intermediates < 0 ? [] : body[intermediates..];
    }

    /// <summary>One of <c>&lt; = &gt; ?</c>, or NUL.</summary>
    public char Prefix { get; }

    public ReadOnlySpan<byte> Parameters { get; }

    public ReadOnlySpan<byte> Intermediates { get; }

    /// <summary>The first parameter; the default when it is absent.</summary>
    public int First(int absent)
    {
        var value = 0;
        var digits = 0;
        while (digits < Parameters.Length && Parameters[digits] is >= (byte)'0' and <= (byte)'9')
        {
            value = Math.Min((value * 10) + Parameters[digits] - '0', 100_000);
            digits++;
        }

        return digits == 0 ? absent : value;
    }
}
