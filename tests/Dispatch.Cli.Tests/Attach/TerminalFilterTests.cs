using System.Text;
using Dispatch.Cli.Attach;

namespace Dispatch.Cli.Tests.Attach;

public sealed class TerminalFilterTests
{
    public static TheoryData<string> Harmful { get; } = new(
        // Strings: title, clipboard, colours, hyperlink, DCS, APC, PM, SOS; ended by BEL, ST, or the C1 ST.
        "\e]0;title\a", "\e]52;c;aGk=\a", "\e]10;?\e\\", "\e]8;;http://x\e\\", "\eP$qm\e\\", "\eP+q544e\e\\", "\e_Gi=1;\e\\", "\e^x\e\\", "\eXx\e\\",
        "\e]2;x\u009c", "\u009d0;title\a", "\u0090$qm\u009c",
        // What the terminal would answer: DA, DSR, DECRQM, XTVERSION, kitty keyboard, window reports, DECRQPSR, checksums, answerback.
        "\e[c", "\e[0c", "\e[>c", "\e[=c", "\e[5n", "\e[6n", "\e[?6n", "\e[?996n", "\e[?2026$p", "\e[4$p", "\e[>q", "\e[?u", "\e[18t", "\e[21t",
        "\e[1$w", "\e[1;1;1;1;2;2*y", "\e[x", "\e[?1;1;0S", "\eZ", "\u0005", "\u009b6n", "\u009b>c", "\u009a",
        // Other encodings of keys, reports by themselves, 8-bit controls, other character encodings, locked keyboard, printing.
        "\e[>1u", "\e[=1u", "\e[<u", "\e[>4;2m", "\e[?9001h", "\e[?2031h", "\e[?2048h", "\e G", "\e%@", "\e[2h", "\e[5i", "\e[?5i", "\e[62\"p", "\e[8;24;80t");

    public static TheoryData<string> Harmless { get; } = new(
        "plain", "Grüße 漢字 🎉 e\u0301", "\r\n\t\b\a", "\e[1;31mred\e[0m", "\e[38:2::1:2:3m", "\e[2J\e[H", "\e[10;20H", "\e[?25l", "\e[?1049h", "\e[?1000;1006h",
        "\e[?2004h", "\e7\e8", "\e(0lqk\e(B", "\e#8", "\e[3 q", "\e[!p", "\e[2;10r", "\e[K", "\e[5@", "\e[4h", "\eM", "\e=", "\e>", "\e[s\e[u");

    [Theory]
    [MemberData(nameof(Harmful))]
    public void What_the_terminal_would_answer_or_keep_is_dropped(string harmful) =>
        Assert.Equal("beforeafter", Filter("before" + harmful + "after"));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_only_shows_passes_unchanged(string harmless) => Assert.Equal(harmless, Filter(harmless));

    [Fact]
    public void However_the_bytes_are_cut_the_result_is_the_same()
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(((IEnumerable<string>)[.. Harmful, .. Harmless]).Select(text => $"ä{text}€😀")));
        var whole = Filter([all]);
        for (var at = 0; at <= all.Length; at++)
        {
            Assert.Equal(whole, Filter([all[..at], all[at..]]));
        }

        Assert.Equal(whole, Filter(all.Select(one => new[] { one })));
    }

    [Fact]
    public void A_character_that_is_cut_in_two_stays_one() =>
        Assert.Equal("€", Encoding.UTF8.GetString(Filter([[0xE2], [0x82], [0xAC]])));

    [Fact]
    public void What_is_not_UTF_8_becomes_the_replacement_character_and_swallows_nothing() =>
        Assert.Equal("a\uFFFDb\uFFFD\e[1mc\uFFFDd", Encoding.UTF8.GetString(Filter([[.. "a"u8, 0x9B, .. "b"u8, 0xE2, 0x82, .. "\e[1mc"u8, 0xFF, .. "d"u8]])));

    [Fact]
    public void A_sequence_within_another_ends_the_first() => Assert.Equal("\e[1mx", Filter("\e]0;title\e[1mx"));

    [Fact]
    public void A_control_within_a_sequence_takes_effect() => Assert.Equal("\r\e[31m", Filter("\e[3\r1m"));

    [Fact]
    public void A_sequence_that_never_ends_keeps_no_memory() => Assert.Equal("x", Filter("\e[" + new string('1', 100_000) + "mx"));

    [Fact]
    public void Of_several_modes_only_the_known_ones_pass() => Assert.Equal("\e[?1049;25h", Filter("\e[?1049;2031;25h"));

    [Fact]
    public void Random_bytes_never_make_a_query_whatever_the_cuts()
    {
        var random = new Random(20_261_122);
        var alphabet = "\e\e\e[[]]PX^_\\?>=<$ !\"#*'0125;:cnqtuxmhlpRZ\a\u0018\u009b\u0090\u009c\u009dä€"u8.ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var bytes = Enumerable.Range(0, random.Next(1, 60)).Select(_ => alphabet[random.Next(alphabet.Length)]).ToArray();
            var cut = random.Next(bytes.Length + 1);
            var once = Filter([bytes]);
            Assert.Equal(once, Filter([bytes[..cut], bytes[cut..]]));

            // What came out goes through again unchanged: nothing in it is a sequence that would be dropped.
            Assert.Equal(once, Filter([once]));
        }
    }

    [Theory]
    [InlineData("\e[?1049h\e[?25l", "\e[?25h\e[?1049l")]
    [InlineData("\e[?1000h\e[?1006h\e[?2004h", "\e[?1000l\e[?1006l\e[?2004l")]
    [InlineData("\e[?1h\e[?1004h", "\e[?1l\e[?1004l")]
    [InlineData("\e[2;5r", "\e7\e[r\e8")]
    [InlineData("\e[4h", "\e[4l")]
    public void What_the_program_set_is_undone(string set, string undone)
    {
        var filter = new TerminalFilter();
        filter.Filter(Encoding.UTF8.GetBytes(set));
        Assert.StartsWith(undone, filter.Restore(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_program_undid_itself_is_not_undone_again()
    {
        var filter = new TerminalFilter();
        filter.Filter("\e[?1049h\e[?25l\e[?1000h\e[?1000l\e[?25h\e[?1049l"u8);
        Assert.DoesNotContain("?", filter.Restore(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_reset_clears_the_screen_and_leaves_the_persons_settings()
    {
        var shown = Filter("\e[?1000h\ec");
        Assert.DoesNotContain("\ec", shown, StringComparison.Ordinal);
        Assert.Contains("\e[?1000l", shown, StringComparison.Ordinal);
        Assert.EndsWith("\e[2J\e[H", shown, StringComparison.Ordinal);
    }

    private static string Filter(string text) => Encoding.UTF8.GetString(Filter([Encoding.UTF8.GetBytes(text)]));

    private static byte[] Filter(IEnumerable<byte[]> chunks)
    {
        var filter = new TerminalFilter();
        return [.. chunks.SelectMany(chunk => filter.Filter(chunk).ToArray())];
    }
}
