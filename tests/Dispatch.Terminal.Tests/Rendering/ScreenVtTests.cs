using System.Buffers;
using System.Text;

namespace Dispatch.Terminal.Tests.Rendering;

public sealed class ScreenVtTests
{
    private static readonly RenderOptions Everything = new() { Scrollback = int.MaxValue };

    public static TheoryData<string, string> States => new()
    {
        { "nothing", "" },
        { "text", "hello\r\nworld" },
        { "lines that went up", "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8" },
        { "wrapped lines above and on the screen", "the quick brown fox jumps over the lazy dog and then some more, and on it goes, on and on and on" },
        { "a wrap that is pending", "0123456789" },
        { "a wrap pending after a wide character", "01234567世" },
        { "a wide character that didn't fit", "012345678世x" },
        { "a coloured wide character that didn't fit", "\e[41m012345678世x" },
        { "a wrapped line whose end was erased by rectangle", "0123456789abc\e[1;9;1;10$zd" },
        { "backgrounds that go on", "\e[44mtext\e[K\r\n\e[2J\e[Hmore\e[5;5H\e[46m\e[3X" },
        { "a background at the wrap", "\e[41m0123456789abc\e[K" },
        { "a background that scrolled in", "\e[5H\e[42m0123456789abcdefghijxyz" },
        { "styles", "\e[1mb\e[2mf\e[3mi\e[4:3mu\e[58:2::1:2:3mc\e[5;7;8;9;53mx\e[0;38;5;200;48;2;1;2;3my\e[0;90;107mz\e[58;5;9;21mw" },
        { "links", "\e]8;;http://a/;b\e\\one\e]8;id=x;http://b\e\\two\e]8;;\e\\three\e]8;id=x;http://b\e\\" },
        { "protected text", "a\e[1\"qb\e[0\"qc\e[1\"q" },
        { "attributes of what was erased selectively", "\e[4;31mabc\e[2D\e[?K" },
        { "protected halves", "\e[1\"q世\e[Gx" },
        { "margins and origin", "\e[2;4r\e[?69h\e[3;8s\e[?6h\e[2;3Hx" },
        { "a wrap pending at the right margin", "\e[?69h\e[3;6s\e[2;3Habcd" },
        { "a wrap pending far from any margin", "0123456789\e[Z" },
        { "tab stops", "\e[3g\e[3C\eH\e[3C\eH" },
        { "no tab stops", "\e[3g" },
        { "saved cursors", "\e[2;3H\e[31m\e)0\x0e\e7\e[?1049h\e[4;4H\e[1m\e[?6h\e7\e[m" },
        { "a saved cursor of the alternate screen, which is gone", "\e[?1047h\e[4;4H\e7\e[=5u\e[?1047ltext" },
        { "the alternate screen", "main\r\ntext\e[?1049halternate\e[3;3H\e[7mx" },
        { "sets", "\e(0\e)A\e*0\e+A\en" },
        { "a single shift", "\e*0\eN" },
        { "line drawing", "\e(0lqqk\e(B" },
        { "modes", "\e[?1;5;8;25;66;67;1004;1006;1003;2004;2031;2048h\e[?7;1007l\e[4;20;2h\e[12l\e[?45h" },
        { "synchronised output", "\e[?2026hpart" },
        { "keyboards", "\e[>1u\e[>5u\e[?1049h\e[=3u\e[>4;2m" },
        { "a lowest keyboard with flags", "\e[=7u\e[>1u" },
        { "the cursor's shape", "\e[5 q\e[?25l" },
        { "names", "\e]2;title; with\e\\\e]1;icon\a\e[22t\e]0;other\a\e]7;file://host/a%20b/%25zz/%2541/ü\a" },
        { "colours", "\e]4;1;#123456;200;rgb:f/0/8\a\e]10;#aabbcc\a\e]11;rgb:00/11/22\a\e]12;#fff\a" },
        { "progress", "\e]9;4;1;42\a" },
        { "marks", "\e]133;A\a$ ls\e]133;B\a\r\n\e]133;C\afile\r\n\e]133;D;1\a\e]133;A\a$ " },
        { "a command that runs, its mark far above", "\e]133;C;n=41\aa\r\nb\r\n\e]133;C\ac\r\nd\r\ne\r\nf" },
        { "kept attributes and modes", "\e[1;31m\e[#{\e[3m\e[#{\e[m\e[?2004h\e[?2004;25s\e[?2004l" },
        { "rectangles by attribute", "\e[2*x" },
        { "132 columns", "\e[?40h\e[?3h\e[?95h" },
        { "combining marks", "e\u0301o\u0308\u0323 a" },
        { "a mark on the last character", "xe\u0301" },
        { "clusters", "\e[?2027h👩‍👩‍👧x🇩🇪y❤\ufe0fz\e[?2027lq" },
        { "a cluster that may go on", "\e[?2027h👩‍" },
        { "a cluster beside another", "\e[?2027h🇩🇪🇫🇷🇮🇹" },
        { "a cluster of the wrong width", "\e[?2027h\e[?7l012345678🇩🇪" },
        { "insert mode and a last character", "abc\e[4h\e[2Gx" },
        { "a repeatable character", "\e[31mab" },
        { "a line that goes on below the screen", "\e[4H0123456789abc\e[T" },
        { "half a sequence", "ab\e[1;31;4:3" },
        { "half a sequence with an intermediate", "ab\e[?25$" },
        { "half a sequence with two", "ab\e[1 $" },
        { "half a title", "ab\e]2;ti世" },
        { "half a device string", "ab\eP$qm" },
        { "half an unknown device string", "ab\eP1;2zfoo" },
        { "half an ignored string", "ab\e_foo" },
        { "half an escape", "ab\e" },
        { "half a designation", "ab\e(" },
        { "a sequence that is ignored", "ab\e[1<2" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Restores_what_was_written(string what, string written)
    {
        Assert.NotEmpty(what);
        var terminal = Terminal(10, 5);
        terminal.Write(Encoding.UTF8.GetBytes(written));

        AssertRestored(terminal);
    }

    [Theory]
    [InlineData("\xC3")]
    [InlineData("\xE4\xB8")]
    [InlineData("\xE0")]
    [InlineData("\xE0\xA0")]
    [InlineData("\xF0\x9F")]
    [InlineData("\xF0\x9F\x91")]
    [InlineData("\xF4")]
    [InlineData("\xF4\x8F\xBF")]
    public void Restores_half_a_character(string half)
    {
        var terminal = Terminal(10, 5);
        terminal.Write(Encoding.Latin1.GetBytes($"ab{half}"));

        AssertRestored(terminal);
    }

    internal static Emulator Terminal(int cols, int rows, int scrollback = 100) =>
        new(new EmulatorOptions { Cols = cols, Rows = rows, Scrollback = scrollback });

    internal static byte[] Snapshot(Emulator terminal, RenderOptions? options = null)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ScreenVt.Write(terminal, options ?? Everything, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    internal static Emulator AssertRestored(Emulator terminal)
    {
        var snapshot = Snapshot(terminal);
        var restored = new Emulator(terminal.Options with { Cols = terminal.Cols, Rows = terminal.Rows });
        restored.Restore(snapshot);
        if (State.Of(terminal) != State.Of(restored))
        {
            Assert.Fail($"{Difference(State.Of(terminal), State.Of(restored))}\nsnapshot: {Encoding.UTF8.GetString(snapshot).Replace("\e", "^[")}");
        }

        return restored;
    }

    private static string Difference(string expected, string actual)
    {
        var lines = expected.Split('\n').Zip(actual.Split('\n')).Where(pair => pair.First != pair.Second);
        return string.Join('\n', lines.Select(pair => $"- {pair.First}\n+ {pair.Second}"));
    }
}
