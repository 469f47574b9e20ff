using System.Globalization;
using System.Text;
using Dispatch.Cli.Escapes;

namespace Dispatch.Cli.Attach;

/// <summary>The modes that a session's program may set here, and what undoes them.</summary>
internal sealed class TerminalModes
{
    private const int LineFeed = 20;
    private const int Insert = 4;
    private const int Origin = 6;

    /// <summary>
    /// Cursor keys, reverse video, origin, wrap, X10 mouse, cursor blink and visibility, alternate screens, keypad, margins, mouse reports
    /// and their encodings, focus, bracketed paste, synchronised output, grapheme clusters. Not among them: 132 columns, key encodings,
    /// and whatever makes the terminal report by itself.
    /// </summary>
    private static readonly int[] Private =
        [1, 5, 6, 7, 9, 12, 25, 45, 47, 66, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1016, 1047, 1048, 1049, 2004, 2026, 2027];

    private static readonly int[] Public = [Insert, LineFeed];

    private static readonly int[] AlternateScreens = [47, 1047, 1049];

    /// <summary>On when a terminal is left alone; the others are off.</summary>
    private static readonly int[] UsuallyOn = [7, 25, 1007];

    private readonly SortedSet<int> _changed = [];
    private bool _margins;
    private bool _insert;
    private bool _lineFeed;

    public bool OnAlternateScreen => AlternateScreens.Any(_changed.Contains);

    /// <summary>The part of a mode sequence that the terminal may have, possibly none.</summary>
    public string Allow(SequenceParts parts, char final)
    {
        if (parts.Prefix is not ('\0' or '?'))
        {
            return "";
        }

        var isPrivate = parts.Prefix == '?';
        var allowed = new StringBuilder();
        foreach (var part in Encoding.ASCII.GetString(parts.Parameters).Split(';'))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var mode) && (isPrivate ? Private : Public).Contains(mode))
            {
                allowed.Append(allowed.Length == 0 ? "" : ";").Append(mode);
                Remember(mode, isPrivate, final == 'h');
            }
        }

        return allowed.Length == 0 ? "" : $"\e[{(isPrivate ? "?" : "")}{allowed}{final}";
    }

    public void Margins(bool set) => _margins = set;

    public void Clear()
    {
        _changed.Clear();
        _margins = _insert = _lineFeed = false;
    }

    public string Restore()
    {
        var undo = new StringBuilder();
        foreach (var mode in _changed.Where(mode => !AlternateScreens.Contains(mode) && mode is not (Origin or 1048)))
        {
            undo.Append(CultureInfo.InvariantCulture, $"\e[?{mode}{(UsuallyOn.Contains(mode) ? 'h' : 'l')}");
        }

        // Leaving the other screen puts the cursor back, so it comes before what keeps the cursor.
        foreach (var screen in AlternateScreens.Where(_changed.Contains))
        {
            undo.Append(CultureInfo.InvariantCulture, $"\e[?{screen}l");
        }

        if (_changed.Contains(Origin))
        {
            undo.Append("\e[?6l\e[r\e[999;1H");
        }
        else if (_margins)
        {
            undo.Append("\e7\e[r\e8");
        }

        undo.Append(_insert ? "\e[4l" : "").Append(_lineFeed ? "\e[20l" : "");

        // Keypad, character set, cursor shape and colours: free to say again.
        return undo.Append("\e>\e(B\u000F\e[0 q\e[0m").ToString();
    }

    private void Remember(int mode, bool isPrivate, bool on)
    {
        switch (isPrivate, mode)
        {
            case (false, Insert):
                _insert = on;
                break;
            case (false, _):
                _lineFeed = on;
                break;
            case (true, _) when on == UsuallyOn.Contains(mode):
                _changed.Remove(mode);
                break;
            default:
                _changed.Add(mode);
                break;
        }
    }
}
