using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class SystemTests
{
    [Theory]
    [Sequence("OSC 0 ; Pt ST", "xterm ctlseqs")]
    [InlineData("\e]0;a;b\a", "a;b", "a;b")]
    [Sequence("OSC 1 ; Pt ST", "xterm ctlseqs")]
    [InlineData("\e]1;x\e\\", "", "x")]
    [Sequence("OSC 2 ; Pt ST", "xterm ctlseqs")]
    [InlineData("\e]2;x\e\\", "x", "")]
    [InlineData("\e]2;漢字\a", "漢字", "")]
    [InlineData("\e]2;a\u0007\e]2;b\u009c", "b", "")]
    [InlineData("\e]2;a\nb\u0085c\u202Ed\a", "abcd", "")]
    [InlineData("\e]2\a", "", "")]
    [InlineData("\e]99999;x\a", "", "")]
    public void Titles_are_told_and_clean(string text, string title, string icon)
    {
        var terminal = Having(text);

        Assert.Equal((title, icon), (terminal.Emulator.Title, terminal.Emulator.IconName));
        Assert.Equal("", terminal.Text);
    }

    [Fact]
    public void A_title_is_told_when_it_changes() => Assert.Equal(["title a", "title b"], Having("\e]2;a\a\e]2;a\a\e]0;b\a").Heard.Events);

    [Theory]
    [Sequence("OSC 7 ; URL ST", "VTE: current directory; iTerm2")]
    [InlineData("file://host/home/a%20b", "/home/a b")]
    [InlineData("file:///home", "/home")]
    [InlineData("/home", "/home")]
    [InlineData("file://host", null)]
    [InlineData("http://host/x", null)]
    [InlineData("relative", null)]
    [InlineData("file:///a%0Ab%1Bc", "/abc")]
    public void The_folder_is_an_absolute_path(string url, string? folder) => Assert.Equal(folder, Having($"\e]7;{url}\a").Emulator.Folder);

    [Fact]
    [Sequence("OSC 8 ; Pm ; URI ST", "Hyperlinks in terminal emulators (Egmont Koblinger)")]
    public void A_link_is_on_what_is_written_until_it_ends()
    {
        var terminal = Having("\e]8;id=x:y=z;http://a/;b\e\\a\e[mb\e]8;;\e\\c");

        Assert.Equal(new Hyperlink("x", "http://a/;b"), terminal.Emulator.LinkOf(terminal.Style(1, 1)));
        Assert.Equal(new Hyperlink("x", "http://a/;b"), terminal.Emulator.LinkOf(terminal.Style(1, 2)));
        Assert.Null(terminal.Emulator.LinkOf(terminal.Style(1, 3)));
    }

    [Theory]
    [Sequence("OSC 9 ; Pt ST", "iTerm2: notification; ConEmu: 9;4 progress")]
    [InlineData("\e]9;hello; you\a", "notified |hello; you")]
    [InlineData("\e]9;4;1;50\a", "progress Normal 50")]
    [InlineData("\e]9;4;2\a", "progress Error 0")]
    [InlineData("\e]9;4;3;7\a", "progress Indeterminate 7")]
    [InlineData("\e]9;4;4;999\a", "progress Paused 100")]
    [InlineData("\e]9;4;0;50\a", "progress None 0")]
    [InlineData("\e]9;4\a", "progress None 0")]
    [Sequence("OSC 777 ; notify ; Pt ; Pt ST", "urxvt: notify extension")]
    [InlineData("\e]777;notify;a;b;c\a", "notified a|b;c")]
    [InlineData("\e]777;notify;a\a", "notified a|")]
    [Sequence("OSC 52 ; Pc ; Pd ST", "xterm ctlseqs: manipulate selection data")]
    [InlineData("\e]52;c;aGVsbG8=\a", "clipboard c hello")]
    [InlineData("\e]52;;\a", "clipboard  ")]
    public void Something_is_told(string text, string told) => Assert.Equal([told], Having(text).Heard.Events);

    [Theory]
    [InlineData("\e]52;c;?\a")]
    [InlineData("\e]52;c;not base64\a")]
    [InlineData("\e]777;other;a\a")]
    public void Something_is_not(string text)
    {
        var terminal = Having(text);

        Assert.Empty(terminal.Heard.Events);
        Assert.Equal("", terminal.Replies);
    }

    [Fact]
    [Sequence("OSC 133 ; Pt ST", "FinalTerm; kitty shell integration")]
    public void A_shell_marks_prompts_and_commands()
    {
        var terminal = Having("\e]133;A\a$ \e]133;B\als\r\n\e]133;C;cmdline_url=ls%20-l\aout\r\n\e]133;D;2\a\e]133;A\a$ ");

        Assert.Equal(["PromptStarted 0", "CommandStarted 0", "OutputStarted 1 ls -l", "CommandFinished 1  2", "PromptStarted 1"], terminal.Heard.Events);
        Assert.True(terminal.Emulator.Line(0).Mark is { PromptStarted: true, Number: 0 });
        Assert.True(terminal.Emulator.Line(1).Mark is { OutputStarted: true, Number: 1 });
        Assert.True(terminal.Emulator.Line(2).Mark is { CommandFinished: true, ExitCode: 2, Number: 1, PromptStarted: true });
        Assert.Equal((1, false), (terminal.Emulator.CommandNumber, terminal.Emulator.InCommand));
    }

    [Theory]
    [InlineData("\e]133;D;0\a", 0, false)]
    [InlineData("\e]133;C\a", 1, true)]
    [InlineData("\e]133;C;n=7\a", 7, true)]
    [InlineData("\e]133;C;n=7\a\e]133;D\a", 7, false)]
    [InlineData("\e]133;C\a\e]133;A\a", 1, false)]
    [InlineData("\e]133\a\e]133;\a\e]133;Z\a", 0, false)]
    public void Commands_are_counted(string text, int number, bool running) =>
        Assert.Equal((number, running), (Having(text).Emulator.CommandNumber, Having(text).Emulator.InCommand));

    [Fact]
    [Sequence("OSC 5133 ; Pt ST", "Dispatch")]
    public void What_is_for_snapshots_is_for_no_program()
    {
        Assert.Equal(0, Having("\e]5133;command=7\a").Emulator.CommandNumber);

        var terminal = new TestTerminal();
        terminal.Emulator.Restore("\e]5133;command=7\a"u8);
        Assert.Equal(7, terminal.Emulator.CommandNumber);
    }

    [Fact]
    public void A_string_that_is_too_long_is_dropped_whole() =>
        Assert.Equal("after", Having($"\e]2;{new string('x', 2_000_000)}\aafter").Text + Having($"\e]2;{new string('x', 2_000_000)}\a").Emulator.Title);
}
