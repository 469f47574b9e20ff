using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>Which colours a program has changed (OSC 4, 10, 11), as of the last look.</summary>
internal sealed class ShownColors
{
    private readonly Dictionary<int, Color> _palette = [];
    private Color? _foreground;
    private Color? _background;

    /// <summary>Whether they are others than at the last call.</summary>
    public bool Changed(TerminalColors colors)
    {
        if (_foreground == colors.ForegroundSet && _background == colors.BackgroundSet && IsSame(colors.Changed))
        {
            return false;
        }

        (_foreground, _background) = (colors.ForegroundSet, colors.BackgroundSet);
        _palette.Clear();
        foreach (var (index, color) in colors.Changed)
        {
            _palette.Add(index, color);
        }

        return true;
    }

    private bool IsSame(IReadOnlyDictionary<int, Color> palette)
    {
        if (palette.Count != _palette.Count)
        {
            return false;
        }

        foreach (var (index, color) in _palette)
        {
            if (!palette.TryGetValue(index, out var now) || now != color)
            {
                return false;
            }
        }

        return true;
    }
}
