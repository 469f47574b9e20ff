using static Dispatch.Terminal.Tests.TestTerminal;

namespace Dispatch.Terminal.Tests.Sequences;

public sealed class ScrollingTests
{
    private const string Full = "abcde\r\nfghij\r\nklmno\r\npqrst";

    [Theory]
    [Sequence("CSI Ps ; Ps r", "DEC STD 070 DECSTBM")]
    [InlineData("\e[2;3r\e[3;1H\n", "abcde\nklmno\n\npqrst")]
    [InlineData("\e[2;3r\e[r\e[4;1H\n", "fghij\nklmno\npqrst")]
    [InlineData("\e[;2r\e[2;1H\n", "fghij\n\nklmno\npqrst")]
    [InlineData("\e[3;2r\e[4;1H\n", "fghij\nklmno\npqrst")]
    [InlineData("\e[2;99r\e[4;1H\n", "abcde\nklmno\npqrst")]
    [Sequence("CSI Pl ; Pr s", "VT420 DECSLRM")]
    [InlineData("\e[?69h\e[2;4s\e[4;2H\n", "aghie\nflmnj\nkqrso\np   t")]
    [InlineData("\e[?69h\e[2;4s\e[4;5H\n", "abcde\nfghij\nklmno\npqrst")]
    [InlineData("\e[?69h\e[2;4s\e[Hxyzu", "axyze\nfuhij\nklmno\npqrst", 1)]
    [Sequence("CSI Ps S", "ECMA-48 8.3.147 SU")]
    [InlineData("\e[S", "fghij\nklmno\npqrst")]
    [InlineData("\e[2;3r\e[S", "abcde\nklmno\n\npqrst")]
    [InlineData("\e[99S", "")]
    [InlineData("\e[?69h\e[2;4s\e[2S", "almne\nfqrsj\nk   o\np   t")]
    [Sequence("CSI Ps T", "ECMA-48 8.3.113 SD")]
    [InlineData("\e[T", "\nabcde\nfghij\nklmno")]
    [InlineData("\e[2;3r\e[T", "abcde\n\nfghij\npqrst")]
    [InlineData("\e[1;1;1;1;1T", "abcde\nfghij\nklmno\npqrst")]
    [Sequence("CSI Ps ^", "xterm ctlseqs: SD by ECMA-48's mistake in print")]
    [InlineData("\e[2^", "\n\nabcde\nfghij")]
    [Sequence("CSI Ps SP @", "ECMA-48 8.3.121 SL")]
    [InlineData("\e[2 @", "cde\nhij\nmno\nrst")]
    [InlineData("\e[2;3r\e[2;1H\e[2 @", "abcde\nhij\nmno\npqrst")]
    [InlineData("\e[2;3r\e[1;1H\e[2 @", "abcde\nfghij\nklmno\npqrst")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[ @", "acd e\nfhi j\nkmn o\nprs t")]
    [Sequence("CSI Ps SP A", "ECMA-48 8.3.135 SR")]
    [InlineData("\e[2 A", "  abc\n  fgh\n  klm\n  pqr")]
    [InlineData("\e[2;3r\e[2;1H\e[2 A", "abcde\n  fgh\n  klm\npqrst")]
    [InlineData("\e[?69h\e[2;4s\e[2;3H\e[ A", "a bce\nf ghj\nk lmo\np qrt")]
    public void The_region_moves_and_the_rest_stays(string text, string screen, int left = 0)
    {
        if (left > 0)
        {
            text = text.Replace("\e[H", $"\e[1;{left + 1}H", StringComparison.Ordinal);
        }

        Assert.Equal(screen, Having(Full + text, 5, 4).Text);
    }

    [Fact]
    public void Setting_margins_goes_home()
    {
        Assert.Equal((1, 1), Having("\e[3;3H\e[2;3r", 5, 4).Cursor);
        Assert.Equal((2, 1), Having("\e[?6h\e[3;3H\e[2;3r", 5, 4).Cursor);
        Assert.Equal((1, 1), Having("\e[?69h\e[3;3H\e[2;3s", 5, 4).Cursor);
    }

    [Fact]
    public void What_leaves_the_top_of_the_screen_is_kept_and_what_leaves_a_region_is_not()
    {
        Assert.Equal(2, Having("\n\n\n\n\n", 5, 4).Emulator.ScrollbackLines);
        Assert.Equal(2, Having("\e[1;2r\n\n\n", 5, 4).Emulator.ScrollbackLines);
        Assert.Equal(0, Having("\e[2;4r\e[4;1H\n\n", 5, 4).Emulator.ScrollbackLines);
        Assert.Equal(0, Having("\e[?1049h\n\n\n\n\n", 5, 4).Emulator.ScrollbackLines);
        Assert.Equal(0, Having("\e[3S", 5, 4).Emulator.ScrollbackLines);
    }

    [Fact]
    public void The_oldest_lines_go_beyond_the_limit()
    {
        var terminal = Having(string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}\r\n")), 5, 4, new EmulatorOptions { Scrollback = 10 });

        Assert.Equal(10, terminal.Emulator.ScrollbackLines);
        Assert.Equal(97, terminal.Emulator.ScrolledOff);
        Assert.Equal("87", terminal.Row(-10));
        Assert.Equal("96", terminal.Row(-1));
    }
}
