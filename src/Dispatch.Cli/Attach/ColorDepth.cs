namespace Dispatch.Cli.Attach;

/// <summary>How many colours a terminal shows.</summary>
internal enum ColorDepth
{
    None,
    Sixteen,
    Palette,
    True,
}

internal static class ColorDepths
{
    private static readonly string[] TrueTerminals = ["kitty", "alacritty", "wezterm", "ghostty", "foot", "contour", "iterm2", "-direct"];

    /// <summary>As terminals and programs have agreed: <c>COLORTERM</c> says more than 256, else what <c>TERM</c> is known for.</summary>
    public static ColorDepth Of(string? term, string? colorTerm) => (term ?? "", colorTerm) switch
    {
        ("" or "dumb", _) => ColorDepth.None,
        (_, "truecolor" or "24bit") => ColorDepth.True,
        var (name, _) when TrueTerminals.Any(known => name.Contains(known, StringComparison.Ordinal)) => ColorDepth.True,
        var (name, _) when name.Contains("256col", StringComparison.Ordinal) => ColorDepth.Palette,
        var (name, _) when name.StartsWith("vt", StringComparison.Ordinal) || name.EndsWith("-mono", StringComparison.Ordinal) => ColorDepth.None,
        _ => ColorDepth.Sixteen,
    };
}
