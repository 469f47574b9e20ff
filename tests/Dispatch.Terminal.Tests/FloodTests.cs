using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>Lines that pass without being drawn leave what they would have left drawn.</summary>
public sealed class FloodTests
{
    private const int Cols = 40, Rows = 10;

    [Theory]
    [InlineData("")]
    [InlineData("first\r\n")]
    [InlineData("\e[10;1H")]
    [InlineData("\e[10;1Hhere")]
    [InlineData("\e[10;1H\e]133;A\e\\$ \e]133;C\e\\\r\n")]
    [InlineData("\e[10;1H\e]133;C\e\\")]
    [InlineData("\e[10;1H\e[31m")]
    [InlineData("\e[10;1H\e[44m")]
    [InlineData("\e[10;1H\e[44m\e[2K\e[m")]
    [InlineData("\e[2;9r\e[9;1H")]
    [InlineData("\e[3;10r\e[10;1H")]
    [InlineData("\e[?69h\e[3;20s\e[10;1H")]
    [InlineData("\e[?6h\e[10;1H")]
    [InlineData("\e[?1049h\e[10;1H")]
    [InlineData("\e[?7l\e[10;1H")]
    [InlineData("\e[4h\e[10;1H")]
    [InlineData("\e[20h\e[10;1H")]
    [InlineData("\e[?2027h\e[10;1H")]
    [InlineData("\e(0\e[10;1H")]
    [InlineData("\e[9;1H\e[1;35mcolours and 漢字\e[m\r\n")]
    [InlineData("\e[9;1H----------------------------------------x\r")]
    public void Whole_and_in_pieces_it_is_the_same(string before)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var bytes = Encoding.UTF8.GetBytes(before + Lines(seed));

            var whole = After(bytes, bytes.Length);
            var pieces = After(bytes, 100);

            Assert.Equal(StateText.Of(pieces), StateText.Of(whole));
        }
    }

    [Fact]
    public void Lines_pass_without_being_drawn_while_a_screen_of_them_follows()
    {
        var screen = new Screen(Cols, Rows, 100);
        screen.MoveTo(0, Rows - 1);
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 50).Select(n => $"line {n}\r\n")));

        var taken = screen.PassLines(text, out var known);

        Assert.Equal((text.Length, 50, 0), (known, screen.ScrolledOff, screen.Y));
        Assert.Equal("line 42\r\n", Encoding.ASCII.GetString(text.AsSpan(taken, 9)));
    }

    // Mostly lines, of any length, also of exactly the screen's; now and then something else.
    private static string Lines(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        while (text.Length < 12_000)
        {
            var length = random.Next(8) switch { 0 => 0, 1 => Cols, 2 => 2 * Cols, 3 => random.Next(3 * Cols), _ => random.Next(Cols) };
            text.Append((char)('a' + random.Next(26)), length);
            text.Append(random.Next(120) switch { 0 => "\n", 1 => "\r", 2 => "\e[1mbold\e[m\r\n", 3 => "é\r\n", 4 => "\t\r\n", 5 => "\e[3A\r\n", 6 => "\e[10;1H", _ => "\r\n" });
        }

        return text.ToString();
    }

    private static Emulator After(byte[] bytes, int piece)
    {
        var terminal = new Emulator(new EmulatorOptions { Cols = Cols, Rows = Rows, Scrollback = 200 });
        for (var at = 0; at < bytes.Length; at += piece)
        {
            terminal.Write(bytes.AsSpan(at, Math.Min(piece, bytes.Length - at)));
        }

        return terminal;
    }
}
