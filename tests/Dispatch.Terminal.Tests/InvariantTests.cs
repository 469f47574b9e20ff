namespace Dispatch.Terminal.Tests;

/// <summary>Wide and combining characters never tear, whatever is done around them.</summary>
public sealed class InvariantTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_half_of_a_character_is_left_over(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 25; i++)
        {
            var terminal = Random(random);
            for (var piece = 0; piece < 120; piece++)
            {
                var bytes = Streams.Piece(random);
                terminal.Write(bytes);
                Check(terminal, seed, i, bytes);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nor_when_the_size_changes(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++)
        {
            var terminal = Random(random);
            for (var piece = 0; piece < 60; piece++)
            {
                terminal.Write(Streams.Made(random.Next(), 40));
                terminal.Emulator.Resize(random.Next(1, 40), random.Next(1, 20));
                Check(terminal, seed, i, []);
            }
        }
    }

    private static TestTerminal Random(Random random)
    {
        var terminal = new TestTerminal(random.Next(1, 50), random.Next(1, 12), new EmulatorOptions { Scrollback = random.Next(0, 30), AllowColumns = true });
        return random.Next(3) == 0 ? terminal.Write("\e[?2027h") : terminal;
    }

    private static void Check(TestTerminal terminal, int seed, int run, ReadOnlySpan<byte> after)
    {
        try
        {
            Invariants.Check(terminal.Emulator);
        }
        catch (Xunit.Sdk.XunitException found)
        {
            Assert.Fail($"{found.Message} Seed {seed}, run {run}, {terminal.Emulator.Cols} by {terminal.Emulator.Rows}, after {Convert.ToHexString(after)} {System.Text.Encoding.UTF8.GetString(after)}");
        }
    }
}
