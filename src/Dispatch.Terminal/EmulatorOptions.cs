namespace Dispatch.Terminal;

/// <summary>How a terminal is made.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The largest size in either direction.</summary>
    public const int MaximumSize = 1000;

    public int Cols { get; init; } = 80;

    public int Rows { get; init; } = 24;

    /// <summary>Lines kept above the screen.</summary>
    public int Scrollback { get; init; } = 5000;

    /// <summary>What XTVERSION answers.</summary>
    public string Version { get; init; } = "Dispatch";

    /// <summary>DECRQCRA reads the screen, and a program could be made to type what it says: answered only when wished.</summary>
    public bool AllowChecksum { get; init; }

    /// <summary>DECCOLM really changes the columns. A terminal whose size others decide only keeps the mode.</summary>
    public bool AllowColumns { get; init; }

    /// <summary>Whoever sends the keys knows Kitty's protocol: a program that asks for it is told so.</summary>
    public bool KittyKeyboard { get; init; }

    /// <summary>The colours in force until a program sets others.</summary>
    public DefaultColors Colors { get; init; } = DefaultColors.Dark;
}

/// <summary>What is shown where a program names no colour.</summary>
public sealed record DefaultColors(Color Foreground, Color Background, Color Cursor)
{
    public static DefaultColors Dark { get; } = new(Color.Rgb(0xE6, 0xE6, 0xE6), Color.Rgb(0x12, 0x14, 0x17), Color.Rgb(0xE6, 0xE6, 0xE6));

    /// <summary>Whether the background is darker than the text.</summary>
    public bool AreDark => Brightness(Background) < Brightness(Foreground);

    private static int Brightness(Color color) => (color.Red * 299) + (color.Green * 587) + (color.Blue * 114);
}
