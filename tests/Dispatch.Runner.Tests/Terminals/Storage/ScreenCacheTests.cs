using Dispatch.Runner.Terminals.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dispatch.Runner.Tests.Terminals.Storage;

public sealed class ScreenCacheTests : IDisposable
{
    private const long Mebibyte = 1024 * 1024;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-screens-");
    private readonly ScreenCache _cache;

    public ScreenCacheTests() => _cache = new ScreenCache(Path.Combine(_folder.FullName, "screens.db"), () => 1, NullLogger.Instance);

    [Theory]
    [InlineData(5, 5)]
    [InlineData(300, 300)]
    [InlineData(5_000, 5_000)]
    [InlineData(5_000, 1_024)]
    [InlineData(5_000, 100)]
    public void However_much_was_printed_a_screen_lies_near_every_position(int printed, int limit)
    {
        // An event is a mebibyte: its position, from 1, is what was printed up to it. Now and then one comes late, or early.
        var random = new Random(printed + limit);
        for (long kept = 0, seq = 1; seq <= printed; seq++)
        {
            if (((seq - kept) * Mebibyte >= ScreenCache.Distance && random.Next(8) > 0) || random.Next(100) == 0)
            {
                Keep(seq);
                kept = seq;
                _cache.Prune("s", Math.Max(0, seq - limit));
            }
        }

        // A screen comes up to so much late.
        var most = Math.Max(ScreenCache.Distance / Mebibyte, limit / 30) + 8;
        for (var seq = Math.Max(1, printed - limit); seq <= printed; seq++)
        {
            var replayed = seq - (_cache.Newest("s", seq)?.Seq ?? 0);
            Assert.True(replayed <= most, $"For position {seq} of {printed} MiB, {replayed} MiB are replayed; {most} are allowed");
        }
    }

    [Fact]
    public void Screens_stay_few_however_much_was_printed()
    {
        for (var seq = 4; seq <= 20_000; seq += 4)
        {
            Keep(seq);
        }

        Assert.InRange(Kept(20_000), Thinning.Share, (2 * Thinning.Share) + 2);
    }

    [Fact]
    public void The_first_screen_and_the_last_stay()
    {
        for (var seq = 4; seq <= 2_000; seq += 4)
        {
            Keep(seq);
            Assert.Equal((4, seq), (_cache.Newest("s", 4)?.Seq, _cache.Newest("s", long.MaxValue)?.Seq));
        }
    }

    public void Dispose()
    {
        _cache.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Keep(long seq) => _cache.Put(new KeptScreen("s", seq, 80, 24, seq * Mebibyte, new byte[1]));

    private int Kept(long through)
    {
        var count = 0;
        for (var at = through; _cache.Newest("s", at) is { } screen; at = screen.Seq - 1)
        {
            count++;
        }

        return count;
    }
}
