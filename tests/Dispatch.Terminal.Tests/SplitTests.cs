namespace Dispatch.Terminal.Tests;

/// <summary>Where the input is cut makes no difference.</summary>
public sealed class SplitTests
{
    public static TheoryData<string> FixtureNames => [.. Fixtures.Names];

    [Theory]
    [MemberData(nameof(FixtureNames))]
    public void A_fixture_gives_the_same_state_cut_anywhere(string name)
    {
        var bytes = Fixtures.Input(name);

        Every_cut_gives_the_same(bytes, Fixtures.Cols, Fixtures.Rows);
        Many_cuts_give_the_same(bytes, Fixtures.Cols, Fixtures.Rows, seed: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Made_up_streams_give_the_same_state_cut_anywhere(int seed)
    {
        for (var i = 0; i < 8; i++)
        {
            var bytes = Streams.Made((seed * 100) + i, 400);
            Every_cut_gives_the_same(bytes, 30, 8);
        }

        for (var i = 0; i < 20; i++)
        {
            var bytes = Streams.Made((seed * 1000) + i, 4000);
            Many_cuts_give_the_same(bytes, 1 + (i * 7), 1 + (i * 3), seed + i);
        }
    }

    [Theory]
    [InlineData("漢\u0301字")]
    [InlineData("\e[?2027h👨‍👩‍👧👍🏽🇩🇪🇫🇷e\u0301")]
    [InlineData("\e[1;2;3:4::5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35mx")]
    [InlineData("\e[>1;2$%p\e[?1;2?5hx\e[1<mx\e[ !qx\e[0 qx")]
    [InlineData("\u0085a\u0090$qm\u009cb\u009b31mc\u009d0;t\u009cd")]
    [InlineData("\e]0;漢字\u009c\e]2;a\nb\ac\e]0;x\u0018d\e]133;A\e[1m")]
    [InlineData("\e[3\b1m\e[3\n2mx\e(\r0qx\e#8\e[5b")]
    public void A_hard_one_gives_the_same_state_cut_anywhere(string text) =>
        Every_cut_gives_the_same(System.Text.Encoding.UTF8.GetBytes(text), 20, 5);

    [Fact]
    public void Bad_bytes_give_the_same_state_cut_anywhere() => Every_cut_gives_the_same(
        [0xE6, 0xBC, 0x41, 0xFF, 0xC0, 0x80, 0xF0, 0x9F, 0x1B, 0x5B, 0x33, 0x31, 0x6D, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x42, 0xE6, 0xE6, 0xBC, 0xA2, 0xC3], 20, 5);

    private static void Every_cut_gives_the_same(byte[] bytes, int cols, int rows)
    {
        var expected = After(bytes, cols, rows, bytes.Length);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Same(expected, After(bytes, cols, rows, cut), $"cut at {cut}");
        }
    }

    private static void Many_cuts_give_the_same(byte[] bytes, int cols, int rows, int seed)
    {
        var expected = After(bytes, cols, rows, bytes.Length);
        var random = new Random(seed);
        Same(expected, After(bytes, cols, rows, [.. Enumerable.Range(0, bytes.Length)]), "cut everywhere");
        for (var i = 0; i < 20; i++)
        {
            var cuts = Enumerable.Range(0, random.Next(2, 200)).Select(_ => random.Next(bytes.Length)).Order().ToArray();
            Same(expected, After(bytes, cols, rows, cuts), $"cut at {string.Join(' ', cuts)}");
        }
    }

    private static string After(byte[] bytes, int cols, int rows, params int[] cuts)
    {
        var terminal = new TestTerminal(cols, rows, new EmulatorOptions { Scrollback = 50, AllowColumns = true, AllowChecksum = true });
        var from = 0;
        foreach (var cut in cuts)
        {
            terminal.Write(bytes.AsSpan(from, cut - from));
            from = cut;
        }

        terminal.Write(bytes.AsSpan(from));
        var state = StateText.Of(terminal.Emulator) + terminal.Replies + string.Join('\n', terminal.Heard.Events);

        // What a character that comes now would join, and what would be repeated, is state too.
        terminal.Write("\u200D\e[2b");
        return state + terminal.Row(terminal.Emulator.Cursor.Row);
    }

    private static void Same(string expected, string actual, string how)
    {
        if (expected != actual)
        {
            Assert.Fail($"Otherwise when {how}:\n{Difference(expected, actual)}");
        }
    }

    private static string Difference(string expected, string actual)
    {
        var (left, right) = (expected.Split('\n'), actual.Split('\n'));
        var lines = Enumerable.Range(0, Math.Max(left.Length, right.Length))
            .Where(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i))
            .Select(i => $"- {left.ElementAtOrDefault(i)}\n+ {right.ElementAtOrDefault(i)}");
        return string.Join('\n', lines.Take(10));
    }
}
