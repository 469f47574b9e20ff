using System.Buffers;
using System.Text;
using Dispatch.Terminal;

namespace Dispatch.Cli.Attach;

/// <summary>What the terminal outside draws with now, and the shortest way from there to what a cell wants.</summary>
internal sealed class Pen(ColorDepth depth)
{
    private const int Foreground = 38, Background = 48, UnderlineColor = 58;

    private Style _style;
    private bool _known;
    private bool _linked;

    /// <summary>Nothing is known of the terminal any more.</summary>
    public void Forget() => _known = false;

    /// <summary>No colours, no link.</summary>
    public void Reset(ArrayBufferWriter<byte> frame)
    {
        if (!_known || _style != default)
        {
            frame.Write("\e[0m"u8);
            Unlink(frame);
            _style = default;
            _known = true;
        }
    }

    /// <summary>For our own words: dim, or inverse.</summary>
    public void Say(ArrayBufferWriter<byte> frame, bool dim)
    {
        Reset(frame);
        frame.Write(dim ? "\e[2m"u8 : "\e[7m"u8);
        _known = false;
    }

    public void Take(ArrayBufferWriter<byte> frame, Emulator emulator, in Style style)
    {
        if (_known && _style == style)
        {
            return;
        }

        if (!_known || _style.Link != style.Link)
        {
            Link(frame, style.Link, emulator.LinkOf(style));
        }

        if (!_known || _style with { Link = style.Link } != style)
        {
            Select(frame, emulator.Colors, style);
        }

        _style = style;
        _known = true;
    }

    /// <summary>Only what leads into the web, and only in characters that a URI has: whatever else it may be, it is no sequence.</summary>
    private static bool IsHarmless(string uri)
    {
        if (!uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var character in uri)
        {
            if (character is <= ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }

    private void Link(ArrayBufferWriter<byte> frame, int number, Hyperlink? link)
    {
        if (link is null || !IsHarmless(link.Uri))
        {
            Unlink(frame);
            return;
        }

        // The number joins the parts of a link that goes over several lines.
        frame.Write("\e]8;id=d"u8);
        frame.Number(number);
        frame.Write(";"u8);
        frame.Advance(Encoding.ASCII.GetBytes(link.Uri, frame.GetSpan(link.Uri.Length)));
        frame.Write("\e\\"u8);
        _linked = true;
    }

    private void Unlink(ArrayBufferWriter<byte> frame)
    {
        if (_linked)
        {
            frame.Write("\e]8;;\e\\"u8);
            _linked = false;
        }
    }

    private void Select(ArrayBufferWriter<byte> frame, TerminalColors colors, in Style style)
    {
        frame.Write("\e[0"u8);
        Flag(frame, style.Bold, ";1"u8);
        Flag(frame, style.Faint, ";2"u8);
        Flag(frame, style.Italic, ";3"u8);
        Underline(frame, colors, style);
        Flag(frame, style.Blink, ";5"u8);
        Flag(frame, style.Inverse, ";7"u8);
        Flag(frame, style.Hidden, ";8"u8);
        Flag(frame, style.Strikethrough, ";9"u8);
        Flag(frame, style.Overline, ";53"u8);
        Ground(frame, Resolve(style.Foreground, colors, colors.ForegroundSet), Foreground);
        Ground(frame, Resolve(style.Background, colors, colors.BackgroundSet), Background);
        frame.Write("m"u8);
    }

    /// <summary>Forms with colons only where they are known for sure: a terminal that isn't made for them may take them for something else.</summary>
    private void Underline(ArrayBufferWriter<byte> frame, TerminalColors colors, in Style style)
    {
        if (style.UnderlineStyle == UnderlineStyle.None)
        {
            return;
        }

        frame.Write(";4"u8);
        if (depth != ColorDepth.True)
        {
            return;
        }

        if (style.UnderlineStyle != UnderlineStyle.Single)
        {
            frame.Write(":"u8);
            frame.Number((int)style.UnderlineStyle);
        }

        Ground(frame, Resolve(style.Underline, colors, null), UnderlineColor);
    }

    /// <summary>The person's own colours stand where the program changed none: it can't change theirs, so its changes are drawn.</summary>
    private Color Resolve(Color color, TerminalColors colors, Color? changed)
    {
        if (color.IsDefault)
        {
            color = changed ?? color;
        }
        else if (color.IsPalette && colors.Changed.ContainsKey(color.Index))
        {
            color = colors[color.Index];
        }

        return NearestColor.Of(color, depth);
    }

    private static void Flag(ArrayBufferWriter<byte> frame, bool on, ReadOnlySpan<byte> code)
    {
        if (on)
        {
            frame.Write(code);
        }
    }

    private static void Ground(ArrayBufferWriter<byte> frame, Color color, int code)
    {
        if (color.IsDefault)
        {
            return;
        }

        frame.Write(";"u8);
        if (color.IsPalette && color.Index < 16 && code != UnderlineColor)
        {
            frame.Number(code - 8 + color.Index + (color.Index < 8 ? 0 : 52));
            return;
        }

        frame.Number(code);
        if (code == UnderlineColor)
        {
            Parts(frame, color, ":"u8, color.IsPalette ? ":5:"u8 : ":2::"u8);
        }
        else
        {
            Parts(frame, color, ";"u8, color.IsPalette ? ";5;"u8 : ";2;"u8);
        }
    }

    private static void Parts(ArrayBufferWriter<byte> frame, Color color, ReadOnlySpan<byte> separator, ReadOnlySpan<byte> kind)
    {
        frame.Write(kind);
        if (color.IsPalette)
        {
            frame.Number(color.Index);
            return;
        }

        frame.Number(color.Red);
        frame.Write(separator);
        frame.Number(color.Green);
        frame.Write(separator);
        frame.Number(color.Blue);
    }
}
