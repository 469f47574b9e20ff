using System.Buffers;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Tests.Terminals.Screens;

public class PastScreenTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Busy =
        "i=0; while [ $i -lt 40 ]; do printf '\\033[3%dm%d\\033[m\\033[%d;1H' $((i%8)) $i $((i%24+1)); seq 1 30000; i=$((i+1)); done; printf 'the end'";

    [Fact]
    public async Task Any_position_shows_what_a_replay_from_the_beginning_does()
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(Busy);
        await runner.EndedAsync(session.Id);
        await AssertPastAsync(runner, session.Id);
        Assert.True(File.Exists(CacheOf(runner)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_its_cache_or_with_a_broken_one_it_shows_the_same(bool broken)
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.ShellAsync(Busy);
        await runner.EndedAsync(session.Id);
        await runner.StopRunnerAsync();
        File.Delete(CacheOf(runner) + "-wal");
        if (broken)
        {
            await File.WriteAllBytesAsync(CacheOf(runner), [.. Enumerable.Range(0, 20_000).Select(number => (byte)(number * 31))]);
        }
        else
        {
            File.Delete(CacheOf(runner));
        }

        await runner.StartRunnerAsync();
        await AssertPastAsync(runner, session.Id);
    }

    [Fact]
    public async Task What_was_dropped_is_said_so_and_what_is_kept_can_be_seen()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"outputBytes":2000000}}""");
        var session = await runner.ShellAsync("seq 1 700000; printf 'the end'");
        await runner.EndedAsync(session.Id);
        using var early = await runner.AskAsync(session.Id, "screen?at=2");
        Assert.Equal(404, (int)early.StatusCode);
        Assert.Contains("screen.dropped", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var last = (await runner.GetAsync(session.Id)).Seq;
        Assert.Contains("the end", await runner.TextAsync(session.Id, $"screen?at={last - 1}"), StringComparison.Ordinal);
    }

    private static string CacheOf(RunnerFixture runner) => Path.Combine(Path.GetDirectoryName(runner.Data.WorkspaceLog("default"))!, "screens.db");

    private static async Task AssertPastAsync(RunnerFixture runner, string session)
    {
        var events = (await runner.TextAsync(session, "recording?limit=60000000")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1]
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var last = events[^1].GetProperty("seq").GetInt64();
        var random = new Random(4711);
        var chosen = Enumerable.Range(0, 6).Select(_ => random.NextInt64(1, last + 1)).Append(last).Order().ToList();
        var emulator = new Emulator(new EmulatorOptions());
        foreach (var happened in events)
        {
            if (happened.GetProperty("type").GetString() == EventTypes.TerminalOutput)
            {
                emulator.Write(happened.GetProperty("data").GetBytesFromBase64());
            }

            if (chosen.Contains(happened.GetProperty("seq").GetInt64()))
            {
                var into = new ArrayBufferWriter<byte>();
                ScreenVt.Write(emulator, new RenderOptions { Scrollback = 100 }, into);
                var at = happened.GetProperty("seq").GetInt64();
                Assert.Equal(Encoding.UTF8.GetString(into.WrittenSpan), await runner.TextAsync(session, $"screen?format=ansi&scrollback=100&at={at}"));
            }
        }
    }
}
