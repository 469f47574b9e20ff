using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class ModeTests
{
    public static TheoryData<string> Switches =>
        [.. SequenceTable.All.SelectMany(part => part.Entries).OfType<Mode>().Where(mode => mode.Number is not (3 or 1048)).Select(mode => Name(mode))];

    [Theory]
    [MemberData(nameof(Switches))]
    [Sequence("CSI Pm h", "ECMA-48 8.3.125 SM")]
    [Sequence("CSI Pm l", "ECMA-48 8.3.106 RM")]
    [Sequence("CSI ? Pm h", "DEC STD 070; VT510 SM: DECSET")]
    [Sequence("CSI ? Pm l", "DEC STD 070; VT510 RM: DECRST")]
    [Sequence("CSI Ps $ p", "VT510 DECRQM")]
    [Sequence("CSI ? Ps $ p", "VT510 DECRQM")]
    public void A_mode_is_set_reset_and_asked_for(string mode)
    {
        var terminal = new TestTerminal();
        terminal.Write($"\e[{mode}h");
        _ = terminal.Replies;

        Assert.Equal($"\e[{mode};1$y", terminal.Write($"\e[{mode}$p").Replies);
        terminal.Write($"\e[{mode}l");
        Assert.Equal($"\e[{mode};2$y", terminal.Write($"\e[{mode}$p").Replies);
    }

    [Theory]
    [InlineData("?9999")]
    [InlineData("99")]
    public void A_mode_that_is_not_known_is_said_to_be_so(string mode) => Assert.Equal($"\e[{mode};0$y", Having($"\e[{mode}h\e[{mode}$p").Replies);

    [Fact]
    public void Several_modes_are_set_at_once() => Assert.Equal("\e[?25;2$y\e[?2004;1$y", Having("\e[?2004h\e[?25;1007l\e[?25$p\e[?2004$p").Replies);

    [Fact]
    [Sequence("CSI ? Pm s", "xterm ctlseqs: XTSAVE")]
    [Sequence("CSI ? Pm r", "xterm ctlseqs: XTRESTORE")]
    public void XTSAVE_and_XTRESTORE_keep_modes() =>
        Assert.Equal("\e[?1;1$y\e[?2004;2$y", Having("\e[?1h\e[?1;2004s\e[?1l\e[?2004h\e[?1;2004r\e[?1$p\e[?2004$p").Replies);

    [Fact]
    [Sequence("CSI 2 h / l", "ECMA-48 7.2.6 KAM")]
    [Sequence("CSI 12 h / l", "ECMA-48 7.2.15 SRM")]
    [Sequence("CSI ? 1 h / l", "DEC STD 070 DECCKM")]
    [Sequence("CSI ? 4 h / l", "DEC STD 070 DECSCLM")]
    [Sequence("CSI ? 5 h / l", "DEC STD 070 DECSCNM")]
    [Sequence("CSI ? 8 h / l", "DEC STD 070 DECARM")]
    [Sequence("CSI ? 12 h / l", "xterm ctlseqs: AT&T 610")]
    [Sequence("CSI ? 25 h / l", "VT510 DECTCEM")]
    [Sequence("CSI ? 40 h / l", "xterm ctlseqs")]
    [Sequence("CSI ? 66 h / l", "VT510 DECNKM")]
    [Sequence("CSI ? 67 h / l", "VT510 DECBKM")]
    [Sequence("CSI ? 95 h / l", "VT510 DECNCSM")]
    [Sequence("CSI ? 1004 h / l", "xterm ctlseqs: focus")]
    [Sequence("CSI ? 1007 h / l", "xterm ctlseqs: alternate scroll")]
    [Sequence("CSI ? 2004 h / l", "xterm ctlseqs: bracketed paste")]
    [Sequence("CSI ? 2031 h / l", "Contour: VT extensions, colour palette notifications")]
    public void What_is_only_kept_can_be_seen()
    {
        var terminal = Having("\e[2h\e[12l\e[?1;4;5;40;66;67;95;1004;2004;2031h\e[?8;12;25;1007l");

        Assert.True(terminal.Emulator.Modes is
        {
            KeyboardLocked: true, LocalEcho: true, ApplicationCursor: true, SmoothScroll: true, ReverseVideo: true, AutoRepeat: false, CursorVisible: false,
            AllowColumns: true, ApplicationKeypad: true, BackspaceSendsBackspace: true, KeepOnColumns: true, FocusReports: true, AlternateScroll: false,
            BracketedPaste: true, ColorSchemeReports: true,
        });
        Assert.True(terminal.Emulator.Cursor is { Visible: false, Blinking: false });
    }

    [Fact]
    [Sequence("CSI 4 h / l", "ECMA-48 7.2.10 IRM")]
    public void IRM_moves_what_is_there_to_the_right()
    {
        Assert.Equal("axbcd", Having("abcde\e[1;2H\e[4hx", 5, 3).Text);
        Assert.Equal("a漢bc", Having("abcde\e[1;2H\e[4h漢", 5, 3).Text);
        Assert.Equal("axcde", Having("abcde\e[1;2H\e[4h\e[4lx", 5, 3).Text);
    }

    [Fact]
    [Sequence("CSI 20 h / l", "ECMA-48 F.8.3 LNM; VT510")]
    public void LNM_makes_a_line_feed_a_new_line() => Assert.Equal("ab\nc\n d", Having("ab\e[20h\nc\e[20l\nd").Text);

    [Fact]
    [Sequence("CSI ? 3 h / l", "DEC STD 070 DECCOLM; xterm: by permission of mode 40")]
    public void DECCOLM_needs_permission_twice()
    {
        var may = new EmulatorOptions { AllowColumns = true };
        Assert.Equal(80, Having("x\e[?3h", options: may).Emulator.Cols);
        Assert.Equal(132, Having("x\e[?40h\e[?3h", options: may).Emulator.Cols);
        Assert.Equal(80, Having("x\e[?40h\e[?3h\e[?3l", options: may).Emulator.Cols);
        Assert.Equal("", Having("x\e[?40h\e[?3h", options: may).Text);
        Assert.Equal("x", Having("x\e[?40h\e[?95h\e[?3h", options: may).Text);
        Assert.Equal(80, Having("x\e[?40h\e[?3h").Emulator.Cols);
        Assert.Equal("\e[?3;1$y", Having("\e[?40h\e[?3h\e[?3$p").Replies);
    }

    [Fact]
    [Sequence("CSI ? 6 h / l", "DEC STD 070 DECOM")]
    public void DECOM_counts_from_the_margins_and_stays_within()
    {
        Assert.Equal((2, 1), Having("\e[2;4r\e[5;5H\e[?6h", 10, 6).Cursor);
        Assert.Equal((4, 1), Having("\e[2;4r\e[?6h\e[9;1H", 10, 6).Cursor);
        Assert.Equal("\e[3;1R", Having("\e[2;4r\e[?6h\e[9;1H\e[6n", 10, 6).Replies);
        Assert.Equal((1, 1), Having("\e[2;4r\e[?6h\e[?6l", 10, 6).Cursor);
    }

    [Fact]
    [Sequence("CSI ? 7 h / l", "DEC STD 070 DECAWM")]
    public void DECAWM_reset_writes_over_the_last_column()
    {
        Assert.Equal("abcdg", Having("\e[?7labcdefg", 5, 3).Text);
        Assert.Equal("abcd", Having("\e[?7labcd漢", 5, 3).Text);
        Assert.Equal("abcde\nfg", Having("\e[?7l\e[?7habcdefg", 5, 3).Text);
    }

    [Theory]
    [Sequence("CSI ? 9 h / l", "xterm ctlseqs: mouse tracking")]
    [InlineData(9, MouseTracking.X10)]
    [Sequence("CSI ? 1000 h / l", "xterm ctlseqs: mouse tracking")]
    [InlineData(1000, MouseTracking.Normal)]
    [Sequence("CSI ? 1002 h / l", "xterm ctlseqs: mouse tracking")]
    [InlineData(1002, MouseTracking.Button)]
    [Sequence("CSI ? 1003 h / l", "xterm ctlseqs: mouse tracking")]
    [InlineData(1003, MouseTracking.Any)]
    public void The_last_mouse_mode_counts_and_resetting_one_ends_them(int mode, MouseTracking tracking)
    {
        var terminal = Having($"\e[?1000h\e[?{mode}h");

        Assert.Equal(tracking, terminal.Emulator.Modes.Mouse);
        Assert.Equal(MouseTracking.None, terminal.Write("\e[?1000l").Emulator.Modes.Mouse);
    }

    [Theory]
    [Sequence("CSI ? 1005 h / l", "xterm ctlseqs: extended coordinates")]
    [InlineData(1005, MouseEncoding.Utf8)]
    [Sequence("CSI ? 1006 h / l", "xterm ctlseqs: extended coordinates")]
    [InlineData(1006, MouseEncoding.Sgr)]
    [Sequence("CSI ? 1015 h / l", "urxvt; xterm ctlseqs")]
    [InlineData(1015, MouseEncoding.Urxvt)]
    [Sequence("CSI ? 1016 h / l", "xterm ctlseqs: extended coordinates")]
    [InlineData(1016, MouseEncoding.SgrPixels)]
    public void Mouse_events_are_written_one_way_at_a_time(int mode, MouseEncoding encoding)
    {
        var terminal = Having($"\e[?{mode}h");

        Assert.Equal(encoding, terminal.Emulator.Modes.MouseEncoding);
        Assert.Equal(MouseEncoding.Default, terminal.Write($"\e[?{mode}l").Emulator.Modes.MouseEncoding);
    }

    [Theory]
    [Sequence("CSI ? 45 h / l", "xterm: reverse wrap")]
    [InlineData("\e[?45h\e[2;1H\b", 1, 10)]
    [InlineData("\e[?45h\e[1;1H\b", 5, 10)]
    [InlineData("\e[?45h\e[2;1H\e[11D", 5, 10)]
    [InlineData("\e[?45habcdefghij\bx", 1, 10)]
    [InlineData("\e[?45h\e[?7l\e[2;1H\b", 2, 1)]
    [InlineData("\e[?45h\e[?45l\e[2;1H\b", 2, 1)]
    public void Reverse_wrap_leads_to_the_line_above(string text, int row, int col) => Assert.Equal((row, col), Having(text, 10, 5).Cursor);

    [Theory]
    [Sequence("CSI ? 47 h / l", "xterm ctlseqs: alternate screen")]
    [InlineData("main\e[?47halt\e[?47l", "main", 1, 8)]
    [InlineData("main\e[?47halt", "    alt", 1, 8)]
    [Sequence("CSI ? 1047 h / l", "xterm ctlseqs: alternate screen")]
    [InlineData("main\e[?1047halt\e[?1047l\e[?1047h", "", 1, 8)]
    [Sequence("CSI ? 1048 h / l", "xterm ctlseqs: save cursor")]
    [InlineData("\e[3;3H\e[?1048h\e[H\e[?1048lx", "\n\n  x", 3, 4)]
    [Sequence("CSI ? 1049 h / l", "xterm ctlseqs: save cursor and alternate screen")]
    [InlineData("main\e[?1049h\e[3;3Halt\e[?1049l", "main", 1, 5)]
    [InlineData("main\e[?1049h", "", 1, 5)]
    public void There_are_two_screens(string text, string screen, int row, int col)
    {
        var terminal = Having(text, 20, 5);

        Assert.Equal(screen, terminal.Text);
        Assert.Equal((row, col), terminal.Cursor);
    }

    [Fact]
    [Sequence("CSI ? 69 h / l", "VT420 DECLRMM")]
    public void DECLRMM_permits_column_margins_and_takes_them_away()
    {
        Assert.Equal("abc\nd", Having("\e[?69h\e[1;3sabcd", 5, 3).Text);
        Assert.Equal("abcd", Having("\e[?69h\e[1;3s\e[?69labcd", 5, 3).Text);
    }

    [Fact]
    [Sequence("CSI ? 2026 h / l", "Contour: synchronized output")]
    public void Frames_are_told() =>
        Assert.Equal(["synchronized True", "synchronized False"], Having("\e[?2026h\e[?2026hx\e[?2026l\e[?2026l").Heard.Events);

    [Theory]
    [Sequence("CSI ? 2027 h / l", "Contour: terminal unicode core; UAX #29")]
    [InlineData("\e[?2027h👨‍👩‍👧x", "👨‍👩‍👧x", 4)]
    [InlineData("\e[?2027h☺\uFE0Fx", "☺\uFE0Fx", 4)]
    [InlineData("\e[?2027h🇩🇪x", "🇩🇪x", 4)]
    [InlineData("👨‍👩‍👧x", "👨\u200D👩\u200D👧x", 8)]
    [InlineData("☺\uFE0Fx", "☺\uFE0Fx", 3)]
    [InlineData("e\u0301x", "e\u0301x", 3)]
    public void A_cluster_is_one_character_by_wish(string text, string screen, int col)
    {
        var terminal = Having(text);

        Assert.Equal(screen, terminal.Text);
        Assert.Equal((1, col), terminal.Cursor);
    }

    [Fact]
    [Sequence("CSI ? 2048 h / l", "In-band window resize notifications (rockorager)")]
    public void The_size_is_told_when_asked_for_and_when_it_changes()
    {
        var terminal = Having("\e[?2048h", 30, 10);
        Assert.Equal("\e[48;10;30;0;0t", terminal.Replies);

        terminal.Emulator.Resize(40, 12);
        Assert.Equal("\e[48;12;40;0;0t", terminal.Replies);
    }

    [Fact]
    [Sequence("ESC =", "DEC STD 070 DECKPAM")]
    [Sequence("ESC >", "DEC STD 070 DECKPNM")]
    public void The_keypad_has_two_ways()
    {
        Assert.True(Having("\e=").Emulator.Modes.ApplicationKeypad);
        Assert.False(Having("\e=\e>").Emulator.Modes.ApplicationKeypad);
    }

    [Theory]
    [Sequence("CSI Ps SP q", "VT520 DECSCUSR; xterm ctlseqs")]
    [InlineData(0, CursorShape.Block, true)]
    [InlineData(1, CursorShape.Block, true)]
    [InlineData(2, CursorShape.Block, false)]
    [InlineData(3, CursorShape.Underline, true)]
    [InlineData(4, CursorShape.Underline, false)]
    [InlineData(5, CursorShape.Bar, true)]
    [InlineData(6, CursorShape.Bar, false)]
    [InlineData(7, CursorShape.Underline, false)]
    public void The_cursor_has_a_shape(int style, CursorShape shape, bool blinking)
    {
        var cursor = Having($"\e[4 q\e[{style} q").Emulator.Cursor;

        Assert.Equal((shape, blinking), (cursor.Shape, cursor.Blinking));
    }

    [Fact]
    [Sequence("CSI > Ps ; Ps m", "xterm ctlseqs: XTMODKEYS")]
    [Sequence("CSI > Ps n", "xterm ctlseqs: XTMODKEYS")]
    public void Modified_keys_are_kept()
    {
        Assert.Equal(2, Having("\e[>4;2m").Emulator.Modes.ModifyOtherKeys);
        Assert.Equal(0, Having("\e[>4;2m\e[>4m").Emulator.Modes.ModifyOtherKeys);
        Assert.Equal(0, Having("\e[>4;2m\e[>4n").Emulator.Modes.ModifyOtherKeys);
        Assert.Equal(default, Having("\e[>4;1mx").Style(1, 1));
    }

    [Theory]
    [Sequence("CSI > Ps u", "Kitty keyboard protocol: push")]
    [InlineData("\e[>5u", 5)]
    [InlineData("\e[>5u\e[>1u", 1)]
    [Sequence("CSI < Ps u", "Kitty keyboard protocol: pop")]
    [InlineData("\e[>5u\e[>1u\e[<u", 5)]
    [InlineData("\e[>5u\e[>1u\e[<9u", 0)]
    [Sequence("CSI = Ps ; Ps u", "Kitty keyboard protocol: set, add, take away")]
    [InlineData("\e[=5u", 5)]
    [InlineData("\e[=5;1u\e[=2;2u", 7)]
    [InlineData("\e[=5;1u\e[=1;3u", 4)]
    [InlineData("\e[>5u\e[?1049h", 0)]
    [InlineData("\e[>5u\e[?1049h\e[>1u\e[?1049l", 5)]
    public void Keyboard_flags_are_kept_for_each_screen(string text, int flags) => Assert.Equal(flags, Having(text).Emulator.Modes.KeyboardFlags);

    private static string Name(Mode mode) => $"{(mode.Private ? "?" : "")}{mode.Number}";
}
