namespace Dispatch.Terminal;

/// <summary>Says how what follows looks, when that differs from what was said last.</summary>
internal sealed class VtPen(VtWriter output, LinkTable links)
{
    private Style _now;

    public void Set(in Style style)
    {
        if (style == _now)
        {
            return;
        }

        // A link that was forgotten is none.
        var wanted = style.Link != 0 && links.Find(style.Link) is null ? style with { Link = 0 } : style;
        var attributes = (wanted with { Link = 0, Flags = Looks(wanted) }) != (_now with { Link = 0, Flags = Looks(_now) });
        if (attributes)
        {
            Attributes(wanted);
        }

        // xterm.js forgets the protection with SGR 0, the standard doesn't.
        if (wanted.Protected != _now.Protected || (attributes && wanted.Protected))
        {
            output.Csi(wanted.Protected ? "1\"q"u8 : "0\"q"u8);
        }

        if (wanted.Link != _now.Link)
        {
            Link(wanted.Link == 0 ? null : links.Find(wanted.Link));
        }

        _now = wanted;
    }

    /// <summary>Lines that appear, and what is erased, take the background of the pen: the default one.</summary>
    public void ClearBackground()
    {
        if (!_now.Background.IsDefault)
        {
            Set(default);
        }
    }

    private static ushort Looks(in Style style) => (ushort)(style.Flags & ~Style.ProtectedBit);

    private void Attributes(in Style style)
    {
        output.Csi("0"u8);
        Flag(style.Bold, ";1"u8);
        Flag(style.Faint, ";2"u8);
        Flag(style.Italic, ";3"u8);
        Flag(style.UnderlineStyle == UnderlineStyle.Single, ";4"u8);
        if (style.UnderlineStyle > UnderlineStyle.Single)
        {
            output.Bytes(";4:"u8);
            output.Number((int)style.UnderlineStyle);
        }

        Flag(style.Blink, ";5"u8);
        Flag(style.Inverse, ";7"u8);
        Flag(style.Hidden, ";8"u8);
        Flag(style.Strikethrough, ";9"u8);
        Flag(style.Overline, ";53"u8);
        Ground(style.Foreground, 30);
        Ground(style.Background, 40);
        UnderlineColor(style.Underline);
        output.Byte((byte)'m');
    }

    private void Flag(bool on, ReadOnlySpan<byte> code)
    {
        if (on)
        {
            output.Bytes(code);
        }
    }

    private void Ground(Color color, int first)
    {
        if (color.IsPalette)
        {
            Part(color.Index switch { < 8 => first + color.Index, < 16 => first + 60 + color.Index - 8, _ => first + 8 });
            if (color.Index >= 16)
            {
                Part(5);
                Part(color.Index);
            }
        }
        else if (color.IsRgb)
        {
            Part(first + 8);
            Part(2);
            Part(color.Red);
            Part(color.Green);
            Part(color.Blue);
        }
    }

    private void Part(int number, byte separator = (byte)';')
    {
        output.Byte(separator);
        output.Number(number);
    }

    private void UnderlineColor(Color color)
    {
        if (color.IsPalette)
        {
            output.Bytes(";58:5"u8);
            Part(color.Index, (byte)':');
        }
        else if (color.IsRgb)
        {
            output.Bytes(";58:2:"u8);
            Part(color.Red, (byte)':');
            Part(color.Green, (byte)':');
            Part(color.Blue, (byte)':');
        }
    }

    private void Link(Hyperlink? link)
    {
        output.Bytes("\e]8;"u8);
        if (link is { Id.Length: > 0 })
        {
            output.Bytes("id="u8);
            output.Text(link.Id);
        }

        output.Byte((byte)';');
        output.Text(link?.Uri ?? "");
        output.Bytes("\e\\"u8);
    }
}
