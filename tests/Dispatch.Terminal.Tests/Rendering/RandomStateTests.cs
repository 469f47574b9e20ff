namespace Dispatch.Terminal.Tests.Rendering;

public sealed class RandomStateTests
{
    private static readonly (int Cols, int Rows)[] Sizes = [(10, 4), (20, 6), (2, 2), (80, 24), (7, 1), (1, 3), (3, 3)];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_was_written_is_restored_and_goes_on_as_before(int part)
    {
        for (var seed = part * 1000; seed < (part * 1000) + 750; seed++)
        {
            var script = new RandomScript(seed);
            var (cols, rows) = Sizes[seed % Sizes.Length];
            var terminal = ScreenVtTests.Terminal(cols, rows, scrollback: 30);
            for (var i = script.Below(4); i >= 0; i--)
            {
                var bytes = script.Next(1 + script.Below(60));
                terminal.Write(bytes.AsSpan(0, 1 + script.Below(bytes.Length)));
                if (script.Below(4) == 0)
                {
                    terminal.Resize(1 + script.Below(24), 1 + script.Below(8));
                }
            }

            AssertGoesOn(terminal, script, seed);
        }
    }

    private static void AssertGoesOn(Emulator terminal, RandomScript script, int seed)
    {
        try
        {
            var restored = ScreenVtTests.AssertRestored(terminal);
            var tail = script.Next(20);
            terminal.Write(tail);
            restored.Write(tail);
            Assert.Equal(State.Of(terminal), State.Of(restored));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}", e);
        }
    }
}
