namespace Dispatch.Terminal;

/// <summary>The line under a character, by the numbers of SGR 4.</summary>
#pragma warning disable CA1720 // The field's own names.
public enum UnderlineStyle
{
    None,
    Single,
    Double,
    Curly,
    Dotted,
    Dashed,
}
#pragma warning restore CA1720

/// <summary>How a cell looks, and whether selective erasing leaves it alone.</summary>
public readonly record struct Style
{
    internal const ushort BoldBit = 1, FaintBit = 2, ItalicBit = 4, BlinkBit = 8, InverseBit = 16, HiddenBit = 32, StrikethroughBit = 64,
        OverlineBit = 128, ProtectedBit = 1 << 11, UnderlineMask = 7 << UnderlineShift;

    private const int UnderlineShift = 8;

    public Color Foreground { get; init; }

    public Color Background { get; init; }

    /// <summary>The underline's own colour; the default is that of the text.</summary>
    public Color Underline { get; init; }

    /// <summary>The hyperlink's number in its emulator, 0 for none.</summary>
    public int Link { get; init; }

    public UnderlineStyle UnderlineStyle
    {
        get => (UnderlineStyle)((Flags & UnderlineMask) >> UnderlineShift);
        init => Flags = (ushort)((Flags & ~UnderlineMask) | ((int)value << UnderlineShift));
    }

    public bool Bold => (Flags & BoldBit) != 0;

    public bool Faint => (Flags & FaintBit) != 0;

    public bool Italic => (Flags & ItalicBit) != 0;

    public bool Blink => (Flags & BlinkBit) != 0;

    public bool Inverse => (Flags & InverseBit) != 0;

    public bool Hidden => (Flags & HiddenBit) != 0;

    public bool Strikethrough => (Flags & StrikethroughBit) != 0;

    public bool Overline => (Flags & OverlineBit) != 0;

    /// <summary>Set by DECSCA; DECSED, DECSEL and DECSERA pass over it.</summary>
    public bool Protected => (Flags & ProtectedBit) != 0;

    internal ushort Flags { get; init; }
}
