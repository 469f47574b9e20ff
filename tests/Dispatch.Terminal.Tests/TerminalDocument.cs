using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>docs/terminal.md: an introduction, and the table that the parser looks sequences up in.</summary>
internal static class TerminalDocument
{
    public static string Text(string regenerate)
    {
        var text = new StringBuilder(Introduction.Replace("REGENERATE", regenerate, StringComparison.Ordinal));
        foreach (var (title, entries) in SequenceTable.All)
        {
            text.Append($"\n## {title}\n\n| sequence | name | what it does | source |\n|---|---|---|---|\n");
            foreach (var entry in entries)
            {
                text.Append($"| {Code(entry.Notation)} | {Cell(entry.Name)} | {Cell(entry.Does)} | {Cell(entry.Source)} |\n");
            }

            if (entries.Any(entry => entry.Name == "SGR"))
            {
                Attributes(text);
            }
        }

        return text.ToString();
    }

    private static void Attributes(StringBuilder text)
    {
        text.Append("\nWhat SGR (`CSI Pm m`) knows; several may follow each other, with `;` between them:\n\n| code | look |\n|---|---|\n");
        foreach (var (codes, does) in AttributeSequences.Codes)
        {
            text.Append($"| {string.Join(", ", codes.Split(", ").Select(Code))} | {Cell(does)} |\n");
        }
    }

    // A backtick needs a longer fence, and a bar would end the cell.
    private static string Code(string notation)
    {
        var escaped = notation.Replace("|", "\\|", StringComparison.Ordinal);
        return escaped.Contains('`') ? $"`` {escaped} ``" : $"`{escaped}`";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private const string Introduction = """
        # The terminal

        Every terminal session has a terminal without a display (`src/Dispatch.Terminal`): what programs write goes in, and the screen is known at any
        time, attached or not. Attaching, `dispatch screen`, `dispatch attach` and the past all draw from it. Below is every sequence it understands;
        the tables are made from the one that the parser uses, so there is nothing else, and nothing missing. What is not listed is passed over whole
        and shows nothing.

        **What it follows.** xterm, where it is documented or can be seen; behind it ECMA-48, ECMA-35, and DEC's STD 070 and VT manuals. The 76 cases
        in `tests/Dispatch.Terminal.Tests/Fixtures` are xterm's own screens, and its `NOTES.md` says where they depart from a standard. Bytes are
        UTF-8 always; bad ones become U+FFFD. Controls from U+0080 to U+009F are taken in UTF-8, not as single bytes. Widths are those of
        [UAX #11](https://www.unicode.org/reports/tr11/), from one table for the runner and the page; with mode 2027 a character is a grapheme
        cluster.

        **Questions** are answered by the runner, once, attached or not; whoever shows the terminal answers none. What could bring a program's own
        text back as typed input is never told: titles (only an empty one is), the clipboard; the checksum of a rectangle only by option.

        **What is claimed.** DA1 says VT220 with colours (`62;22`). More is understood, but the margins and rectangles of the VT420 are not drawn
        alike by every client (the page's xterm.js leaves them out), so a program that asks is not led to use them. DA2 says what xterm.js says.
        Kitty's keyboard protocol is claimed only where whoever sends the keys knows it.

        **Only kept.** Modes that concern the keyboard, the mouse, focus and pastes (1, 2, 8, 9, 66, 67, 1000 to 1007, 1015, 1016, 2004, 2031,
        modifyOtherKeys, Kitty's flags) are state here: whoever sends the input obeys them. Smooth scrolling (4) and local echo (12) change nothing.
        DECCOLM (3) changes the columns only where the terminal is asked to allow it, since the size belongs to those who look.

        **Left out.** Graphics (sixel, ReGIS, Kitty's, iTerm2's images); double-width and double-height lines; national character sets but the British;
        8-bit controls as single bytes and S8C1T; soft fonts, macros, printing, the locator, pages and status lines; moving, raising or resizing the
        window; telling the clipboard or titles. Double-size lines are shown in the usual size; pictures leave their place empty.

        **Bounds.** At most 1,000 columns and rows; 32 parameters of up to 99,999; strings of up to 1 MiB, longer ones dropped whole; a cell of up to 32
        UTF-16 units; ten pushed titles and attributes; 16 MiB of scrollback, however many lines were asked for.

        How to read the tables: `CSI` is `ESC [`, `OSC` is `ESC ]`, `DCS` is `ESC P`, `ST` is `ESC \` (OSC also ends with BEL), `SP` a space; `Ps` is a
        number, `Pm` several with `;` between, `Pt` text. Of a mode `h` sets and `l` resets. Each has a test with its source in
        `tests/Dispatch.Terminal.Tests/Sequences`.

        This file is generated: `REGENERATE`.

        """;
}
