using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

public sealed class KeptOutputTests
{
    [Fact]
    public void Whatever_is_added_and_acknowledged_every_offset_gives_its_own_byte()
    {
        var random = new Random(99);
        for (var run = 0; run < 6; run++)
        {
            var kept = new KeptOutput();
            for (var step = 0; step < 150; step++)
            {
                Fill(kept, random.Next(0, run % 2 == 0 ? 3_000 : 90_000));
                Assert.InRange(kept.Length, 0, KeeperProtocol.OutputCapacity);
                var from = kept.Acknowledged + random.Next(0, kept.Length + 1);
                kept.Peek(from, random.Next(0, 100_000), out var first, out var second);
                AssertBytes(from, first);
                AssertBytes(from + first.Length, second);
                if (random.Next(3) == 0)
                {
                    kept.Acknowledge(kept.Acknowledged + random.Next(-10, kept.Length + 10));
                }
            }
        }
    }

    [Fact]
    public void It_takes_its_capacity_and_then_nothing_until_something_is_acknowledged()
    {
        var kept = new KeptOutput();
        Fill(kept, int.MaxValue);
        Assert.True(kept.Full);
        Assert.Equal(KeeperProtocol.OutputCapacity, kept.End);
        Assert.True(kept.Free().IsEmpty);
        kept.Acknowledge(1);
        Assert.Equal(1, kept.Free().Length);
    }

    [Fact]
    public void An_acknowledgement_from_the_past_or_the_future_does_no_harm()
    {
        var kept = new KeptOutput();
        Fill(kept, 100);
        kept.Acknowledge(50);
        kept.Acknowledge(20);
        Assert.Equal((50, 100), (kept.Acknowledged, kept.End));
        kept.Acknowledge(1_000_000);
        Assert.Equal((100, 100), (kept.Acknowledged, kept.End));
        kept.Acknowledge(-5);
        Fill(kept, 1);
        kept.Peek(100, 10, out var only, out _);
        AssertBytes(100, only);
    }

    private static void Fill(KeptOutput kept, int count)
    {
        while (count > 0 && !kept.Full)
        {
            var free = kept.Free();
            var taken = Math.Min(free.Length, count);
            for (var i = 0; i < taken; i++)
            {
                free[i] = At(kept.End + i);
            }

            kept.Add(taken);
            count -= taken;
        }
    }

    private static void AssertBytes(long offset, ReadOnlySpan<byte> bytes)
    {
        var same = 0;
        while (same < bytes.Length && bytes[same] == At(offset + same))
        {
            same++;
        }

        Assert.True(same == bytes.Length, $"another byte than its own at offset {offset + same}");
    }

    private static byte At(long offset) => (byte)(offset * 31 + (offset >> 8));
}
