using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>Text flows anew when the size changes, and none is lost while it fits.</summary>
public sealed class ResizeTests
{
    private static readonly string[] Words = ["plain ", "words-that-are-longer-", "漢字", "e\u0301", "한", "👍", "  ", "\e[1;31mred\e[m", "\e[44mon blue\e[m ", "x"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void To_and_fro_keeps_text_cursor_and_marks(int seed)
    {
        var random = new Random(seed);
        for (var run = 0; run < 20; run++)
        {
            var (cols, rows) = (random.Next(2, 100), random.Next(1, 30));
            var terminal = Filled(random, cols, rows, out var lines);
            for (var i = 0; i < 12; i++)
            {
                terminal.Emulator.Resize(random.Next(2, 140), random.Next(1, 50));
                Check(terminal, lines, $"seed {seed}, run {run}, {terminal.Emulator.Cols} by {terminal.Emulator.Rows}");
            }

            terminal.Emulator.Resize(cols, rows);
            Check(terminal, lines, $"seed {seed}, run {run}, as before");
        }
    }

    [Fact]
    public void Plain_text_survives_even_one_column()
    {
        var terminal = TestTerminal.Having("hello\r\nworld", 10, 4);

        terminal.Emulator.Resize(1, 1);
        terminal.Emulator.Resize(10, 4);

        Assert.Equal("hello\nworld", terminal.Text);
        Assert.Equal((2, 6), terminal.Cursor);
    }

    [Fact]
    public void A_line_that_becomes_too_long_goes_on_in_the_next()
    {
        var terminal = TestTerminal.Having("abcdefgh", 8, 4);

        terminal.Emulator.Resize(5, 4);

        Assert.Equal("abcde\nfgh", terminal.Text);
        Assert.True(terminal.Emulator.Line(0).Wrapped);
        Assert.Equal((2, 4), terminal.Cursor);
    }

    [Fact]
    public void A_wide_character_is_not_cut_in_two()
    {
        var terminal = TestTerminal.Having("ab漢c", 8, 4);

        terminal.Emulator.Resize(3, 4);
        Assert.Equal("ab\n漢c", terminal.Text);

        terminal.Emulator.Resize(8, 4);
        Assert.Equal("ab漢c", terminal.Text);
    }

    [Theory]
    [InlineData("aaaaa\r漢漢漢")]
    [InlineData("\e[44m漢漢漢")]
    [InlineData("aaaaa\r\e[44m漢漢漢")]
    public void The_cell_that_a_wide_character_left_is_no_text(string text)
    {
        var terminal = TestTerminal.Having(text, 5, 4);
        Assert.Equal("漢漢\n漢", terminal.Text);

        terminal.Emulator.Resize(10, 4);
        Assert.Equal("漢漢漢", terminal.Text);
    }

    [Fact]
    public void Lines_that_do_not_fit_go_up_and_come_back()
    {
        var terminal = TestTerminal.Having("one\r\ntwo\r\nthree\r\nfour", 10, 4);

        terminal.Emulator.Resize(10, 2);
        Assert.Equal("three\nfour", terminal.Text);
        Assert.Equal(2, terminal.Emulator.ScrollbackLines);
        Assert.Equal(2, terminal.Emulator.ScrolledOff);

        terminal.Emulator.Resize(10, 4);
        Assert.Equal("one\ntwo\nthree\nfour", terminal.Text);
        Assert.Equal(0, terminal.Emulator.ScrolledOff);
    }

    [Fact]
    public void Lines_are_counted_as_they_are_laid_out()
    {
        var terminal = TestTerminal.Having("abcdefgh\r\nabcdefgh\r\nx", 8, 1);
        Assert.Equal((2, 2L), (terminal.Emulator.ScrollbackLines, terminal.Emulator.ScrolledOff));

        terminal.Emulator.Resize(4, 1);

        Assert.Equal((4, 4L), (terminal.Emulator.ScrollbackLines, terminal.Emulator.ScrolledOff));
    }

    [Fact]
    public void The_alternate_screen_is_cut_and_the_main_one_flows_behind_it()
    {
        var terminal = TestTerminal.Having("abcdefgh@\b\e[?1049h\e[2;1Halternate", 12, 4);

        terminal.Emulator.Resize(5, 4);
        Assert.Equal("\nalter", terminal.Text);

        terminal.Write("\e[?1049l");
        Assert.Equal("abcde\nfgh@", terminal.Text);
        Assert.Equal("@", terminal.At(terminal.Cursor));
    }

    [Fact]
    public void Margins_are_gone_and_tab_stops_stay()
    {
        var terminal = TestTerminal.Having("\e[2;3r\e[3g\e[1;4H\eH\e[1;1H", 20, 6);

        terminal.Emulator.Resize(40, 6);
        terminal.Write("\t|\t|\e[6;1H\n");

        Assert.Equal("   |                    |", terminal.Row(-1));
    }

    private static TestTerminal Filled(Random random, int cols, int rows, out List<string> lines)
    {
        var terminal = new TestTerminal(cols, rows);
        for (var i = random.Next(1, 40); i > 0; i--)
        {
            terminal.Write(random.Next(3) == 0 ? "\e]133;A\a$ " : "");
            for (var word = random.Next(0, 20); word > 0; word--)
            {
                terminal.Write(Words[random.Next(Words.Length)]);
            }

            terminal.Write("\r\n");
        }

        // The cursor in the middle of the last line of text, at the one character of its kind.
        terminal.Write($"last {new string('w', random.Next(0, 60))}@").Write("\b").Write(random.Next(2) == 0 ? "" : "\e[?45h\e[?45l");
        if (terminal.At(terminal.Cursor) != "@")
        {
            terminal.Write("\e[C");
        }

        lines = Lines(terminal);
        return terminal;
    }

    private static void Check(TestTerminal terminal, List<string> lines, string when)
    {
        Invariants.Check(terminal.Emulator);
        Assert.True(lines.SequenceEqual(Lines(terminal)), $"The text is another: {when}.\n{string.Join('\n', lines)}\n---\n{string.Join('\n', Lines(terminal))}");
        Assert.True(terminal.At(terminal.Cursor) == "@", $"The cursor is at '{terminal.At(terminal.Cursor)}': {when}.");
        Assert.True(terminal.Emulator.ScrolledOff == terminal.Emulator.ScrollbackLines, $"{terminal.Emulator.ScrolledOff} lines were counted: {when}.");
    }

    /// <summary>The lines as they were written, with a sign before those with a mark.</summary>
    private static List<string> Lines(TestTerminal terminal)
    {
        var lines = new List<string>();
        var text = new StringBuilder();
        for (var y = -terminal.Emulator.ScrollbackLines; y < terminal.Emulator.Rows; y++)
        {
            var line = terminal.Emulator.Line(y);
            text.Append(line.Mark.PromptStarted ? "¶" : "");
            foreach (var cell in line.Cells[..(line.Wrapped ? line.Used : line.Cells.Length)])
            {
                terminal.Emulator.AppendText(cell, text);
            }

            if (!line.Wrapped)
            {
                lines.Add(text.ToString().TrimEnd(' '));
                text.Clear();
            }
        }

        lines.Add(text.ToString().TrimEnd(' '));
        while (lines is [.., ""])
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }
}
