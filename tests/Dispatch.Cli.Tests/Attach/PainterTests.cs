using System.Text;
using Dispatch.Cli.Attach;
using Dispatch.Cli.Tests.Support;
using Dispatch.Terminal;

namespace Dispatch.Cli.Tests.Attach;

public sealed class PainterTests
{
    private static readonly string[] Pieces =
    [
        "plain ", "漢字", "🎉", "e\u0301", "👩‍👩‍👧", "ab\r\n", "\r", "\n", "\t", "\b", "\e[1;31m", "\e[0m", "\e[38;2;1;2;3m", "\e[48;5;200m", "\e[4:3m\e[58:2::9:8:7m", "\e[7m",
        "\e[2J", "\e[H", "\e[K", "\e[1K", "\e[5;10H", "\e[24;80H", "\e[10;79H漢", "\e[3P", "\e[3@", "\e[2L", "\e[2M", "\e[3;9r", "\e[r", "\e[S", "\e[T", "\eM", "\e[?1049h", "\e[?1049l",
        "\e[?25l", "\e[?25h", "\e(0lqk\e(B", "\e#8", "\e[?7l", "\e[?7h", "\e[4h", "\e[4l", "\e[?2027h", "\e]8;;http://x/\e\\link\e]8;;\e\\", "\e[?5h", "\e[?5l", "x\e[20b", "\e[9X",
    ];

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(41, 9)]
    public void Whatever_a_session_draws_the_terminal_shows_the_same(int cols, int rows)
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 6; round++)
        {
            var outer = new Outer(cols, rows);
            var session = Session();
            for (var step = 0; step < 60; step++)
            {
                for (var piece = random.Next(1, 12); piece > 0; piece--)
                {
                    session.Write(Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                }

                outer.Paint(session);
                outer.AssertShows(session);
            }

            Assert.Empty(outer.Said);
        }
    }

    [Theory]
    [InlineData("\e]0;title\a")]
    [InlineData("\e]2;title\e\\")]
    [InlineData("\e]52;c;aGk=\a")]
    [InlineData("\e]7;file:///x\a")]
    [InlineData("\e]9;told\a")]
    [InlineData("\e]133;A\a")]
    [InlineData("\e]10;?\a\e]4;1;?\a")]
    [InlineData("\e[c\e[>c\e[=c\e[5n\e[6n\e[?996n\e[>q\e[?u\e[18t\e[x\e[?2026$p")]
    [InlineData("\eP$qm\e\\\eP+q544e\e\\\e[1;1;1;1;2;2*y")]
    [InlineData("\e[>1u\e[>4;2m\e[?2031h\e[?2048h\e[?9001h\e[8;10;10t\e[5i")]
    [InlineData("\e]8;;javascript:alert(1)\e\\x\e]8;;\e\\\e]8;;file:///etc/passwd\e\\y\e]8;;\e\\")]
    [InlineData("\u009d0;title\u009c\u009b6n\u0090$qm\u009c\u202e\u2066x\ufeff")]
    public void What_a_session_says_to_its_terminal_never_reaches_the_one_outside(string hostile)
    {
        var outer = new Outer();
        var session = Session();
        session.Write("safe "u8);
        session.Write(Encoding.UTF8.GetBytes(hostile));
        var painted = outer.Paint(session);
        Assert.Empty(outer.Said);
        Assert.StartsWith("safe", outer.Row(0), StringComparison.Ordinal);
        Assert.DoesNotContain("\e]", painted, StringComparison.Ordinal);
        Assert.DoesNotContain("\eP", painted, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\u0080-\u009f\u202a-\u202e\u2066-\u2069\ufeff]|\e\\[[>=?]?[0-9;]*[cnxtqui]", painted.Replace("?1007", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_link_into_the_web_passes_with_a_name_of_our_own()
    {
        var outer = new Outer();
        var session = Session();
        session.Write("\e]8;id=theirs;https://example.org/a\e\\here\e]8;;\e\\ and \e]8;;https://x\u0007"u8);
        var painted = outer.Paint(session);
        Assert.Contains("\e]8;id=d1;https://example.org/a\e\\here", painted, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", painted, StringComparison.Ordinal);
        Assert.Equal(new Hyperlink("d1", "https://example.org/a"), outer.Terminal.LinkOf(outer.Terminal.StyleOf(outer.Terminal.Line(0).Cells[1])));
    }

    [Fact]
    public void One_changed_cell_costs_few_bytes_and_none_costs_nothing()
    {
        var outer = new Outer();
        var session = Session();
        session.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 80), 24))));
        Assert.True(outer.Paint(session).Length > 1920);
        Assert.Equal("", outer.Paint(session));
        session.Write("\e[5;6H-"u8);
        Assert.Equal("\e[5;6H-", outer.Paint(session));
        session.Write("y"u8);
        Assert.Equal("y", outer.Paint(session));
    }

    [Fact]
    public void A_frame_takes_no_memory()
    {
        var painter = new Painter(ColorDepth.True, readOnly: false);
        painter.Enter();
        var session = Session();
        byte[] change = [.. "\e[3;4H\e[1;31mred\e[0m 漢 e\u0301"u8, .. "\e]8;;http://x/\e\\l\e]8;;\e\\\e[9;1Hplain"u8];
        byte[] back = [.. "\e[2J"u8];
        Paint(100);
        Assert.InRange(Paint(1000), 0, 1000);

        long Paint(int frames)
        {
            var allocated = 0L;
            for (var frame = 0; frame < frames; frame++)
            {
                session.Write(frame % 2 == 0 ? change : back);
                var before = GC.GetAllocatedBytesForCurrentThread();
                painter.Paint(session, "", Label.None);
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            return allocated;
        }
    }

    [Fact]
    public void Modes_follow_the_session_and_leaving_undoes_all()
    {
        var outer = new Outer();
        var session = Session();
        session.Write("\e[?1h\e=\e[?1003;1006;1004;2004h\e[?5h\e[4 q\e[?25l\e[?1049h\e]10;#ff0000\a\e]4;1;#00ff00\a\e[31mred"u8);
        outer.Paint(session);
        var modes = outer.Terminal.Modes;
        Assert.True(modes is
        {
            ApplicationCursor: true, ApplicationKeypad: true, Mouse: MouseTracking.Any, MouseEncoding: MouseEncoding.Sgr, FocusReports: true, BracketedPaste: true,
            ReverseVideo: true, AlternateScroll: true,
        });
        Assert.Equal((CursorShape.Underline, false), (outer.Terminal.Cursor.Shape, outer.Terminal.Cursor.Visible));
        Assert.Equal(Color.Rgb(0, 255, 0), outer.Terminal.StyleOf(outer.Terminal.Line(0).Cells[0]).Foreground);
        outer.Leave();
        Assert.Equal(outer.Before, outer.Picture());
        Assert.Empty(outer.Said);
    }

    [Fact]
    public void A_reader_only_is_asked_for_nothing_to_type()
    {
        var outer = new Outer(readOnly: true);
        var session = Session();
        session.Write("\e[?1003;1006;1004;2004;1h"u8);
        outer.Paint(session);
        Assert.True(outer.Terminal.Modes is { Mouse: MouseTracking.None, FocusReports: false, BracketedPaste: false, ApplicationCursor: false });
    }

    [Fact]
    public void A_smaller_session_lies_in_the_corner_with_a_line_below_that_says_so()
    {
        var outer = new Outer(100, 30);
        var session = Session();
        session.Write("\e[24;80Hx"u8);
        outer.Paint(session, "The session is 80 by 24.");
        Assert.Equal(new string(' ', 79) + "x", outer.Row(23));
        Assert.Equal("The session is 80 by 24.", outer.Row(24));
        outer.Paint(session);
        Assert.Equal("", outer.Row(24));
        session.Resize(100, 30);
        session.Write("\e[30;100Hy"u8);
        outer.Paint(session);
        outer.AssertShows(session);
    }

    [Fact]
    public void Of_a_larger_session_that_part_is_shown_where_the_cursor_is()
    {
        var outer = new Outer(40, 10);
        var session = Session();
        session.Write("top\e[24;1Hbottom"u8);
        outer.Paint(session);
        Assert.Equal("bottom", outer.Row(9));
        session.Write("\e[H"u8);
        outer.Paint(session);
        Assert.Equal("top", outer.Row(0));
        session.Write("\e[1;70Hright"u8);
        outer.Paint(session);
        Assert.EndsWith("right", outer.Row(0), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_lies_over_the_corner_and_leaves_it_as_it_was()
    {
        var outer = new Outer();
        var session = Session();
        session.Write(Encoding.UTF8.GetBytes(new string('x', 160)));
        outer.Paint(session, label: " lost ");
        Assert.Equal(new string('x', 74) + " lost", outer.Row(0));
        session.Write("\e[1;70Hyyyyyyy"u8);
        outer.Paint(session, label: " lost ");
        Assert.EndsWith("yyyyy lost", outer.Row(0), StringComparison.Ordinal);
        outer.Paint(session);
        outer.AssertShows(session);
    }

    [Theory]
    [InlineData("\e[38;2;255;0;0m", "palette", "38;5;196")]
    [InlineData("\e[38;2;18;18;18m", "palette", "38;5;233")]
    [InlineData("\e[48;2;1;2;3m", "sixteen", "40")]
    [InlineData("\e[38;5;196m", "sixteen", "91")]
    [InlineData("\e[31m", "sixteen", "31")]
    [InlineData("\e[4:3m", "palette", "\e[0;4m")]
    [InlineData("\e[1;31m", "none", "\e[0;1m")]
    public void Colours_are_those_that_the_terminal_has(string sequence, string depth, string shown)
    {
        var outer = new Outer(depth: depth switch { "none" => ColorDepth.None, "sixteen" => ColorDepth.Sixteen, _ => ColorDepth.Palette });
        var session = Session();
        session.Write(Encoding.UTF8.GetBytes(sequence + "x"));
        Assert.Contains(shown, outer.Paint(session), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xterm-256color", "truecolor", "True")]
    [InlineData("xterm-256color", null, "Palette")]
    [InlineData("tmux-256color", "", "Palette")]
    [InlineData("xterm-kitty", null, "True")]
    [InlineData("xterm", null, "Sixteen")]
    [InlineData("linux", null, "Sixteen")]
    [InlineData("vt100", null, "None")]
    [InlineData("dumb", "truecolor", "None")]
    [InlineData(null, null, "None")]
    public void How_many_colours_there_are_is_told_by_the_environment(string? term, string? colorTerm, string depth) =>
        Assert.Equal(depth, ColorDepths.Of(term, colorTerm).ToString());

    private static Emulator Session() => new(new EmulatorOptions());
}
