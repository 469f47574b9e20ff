using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Tests.Sessions;

public class TailTests
{
    private const int Output = 1;

    [Fact]
    public void It_gives_back_what_it_took_or_says_that_it_is_missing()
    {
        var random = new Random(7);
        var tail = new Tail();
        var all = new List<byte[]>();
        var types = new List<int>();
        var into = new byte[64 * 1024];
        for (var seq = 1; seq <= 6000; seq++)
        {
            var payload = new byte[random.Next(10) == 0 ? random.Next(40_000) : random.Next(50)];
            random.NextBytes(payload);
            all.Add(payload);
            types.Add(random.Next(20) == 0 ? 5 : Output);
            tail.Append(seq, seq, types[^1], 0, payload);

            var after = random.Next(Math.Max(0, seq - 300), seq + 1);
            var result = tail.Read(after, Output, into, out var first, out var last, out var length);
            if (after == seq)
            {
                Assert.Equal(TailResult.End, result);
            }
            else if (result != TailResult.Missing)
            {
                Assert.Equal(after + 1, first.Seq);
                Assert.Equal(types[after] == Output ? TailResult.Output : TailResult.Fact, result);
                var expected = Enumerable.Range(after, (int)(last.Seq - after)).SelectMany(index => all[index]).ToArray();
                Assert.True(expected.AsSpan().SequenceEqual(into.AsSpan(0, length)), $"after {after} at {seq}");
            }
        }
    }

    [Fact]
    public void The_last_event_is_always_there()
    {
        var tail = new Tail();
        var into = new byte[64 * 1024];
        for (var seq = 1; seq < 20_000; seq++)
        {
            tail.Append(seq, 0, Output, 0, new byte[seq % 3000]);
            Assert.Equal(TailResult.Output, tail.Read(seq - 1, Output, into, out _, out _, out var length));
            Assert.Equal(seq % 3000, length);
        }
    }
}
