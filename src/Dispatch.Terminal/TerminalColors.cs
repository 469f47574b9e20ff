namespace Dispatch.Terminal;

/// <summary>The palette and the colours that programs may change (OSC 4, 10, 11, 12), over the defaults.</summary>
public sealed class TerminalColors
{
    private static readonly uint[] Usual = MakeUsual();
    private readonly Dictionary<int, Color> _changed = [];

    internal TerminalColors(DefaultColors defaults) => Defaults = defaults;

    /// <summary>The colours of whoever shows the terminal.</summary>
    public DefaultColors Defaults { get; set; }

    public Color Foreground => ForegroundSet ?? Defaults.Foreground;

    public Color Background => BackgroundSet ?? Defaults.Background;

    public Color Cursor => CursorSet ?? Defaults.Cursor;

    /// <summary>The places of the palette that a program changed.</summary>
    public IReadOnlyDictionary<int, Color> Changed => _changed;

    public Color? ForegroundSet { get; internal set; }

    public Color? BackgroundSet { get; internal set; }

    public Color? CursorSet { get; internal set; }

    /// <summary>Red, green and blue of a place in the palette.</summary>
    public Color this[int index] => _changed.TryGetValue(index, out var color) ? color : Color.FromBits(2u << 24 | Usual[index]);

    internal void Set(int index, Color color) => _changed[index] = color;

    internal void Reset(int index) => _changed.Remove(index);

    internal void ResetAll()
    {
        _changed.Clear();
        ForegroundSet = BackgroundSet = CursorSet = null;
    }

    internal void ResetPalette() => _changed.Clear();

    // xterm's 16, its cube of 6 by 6 by 6, and 24 greys (xterm 256colres.pl).
    private static uint[] MakeUsual()
    {
        var colors = new uint[256];
        uint[] first =
        [
            0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
            0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
        ];
        first.CopyTo(colors, 0);
        for (var i = 0; i < 216; i++)
        {
            colors[16 + i] = Level(i / 36) << 16 | Level(i / 6 % 6) << 8 | Level(i % 6);
        }

        for (var i = 0; i < 24; i++)
        {
            colors[232 + i] = (uint)(8 + (i * 10)) * 0x010101;
        }

        return colors;

        static uint Level(int step) => step == 0 ? 0 : (uint)(55 + (step * 40));
    }
}
