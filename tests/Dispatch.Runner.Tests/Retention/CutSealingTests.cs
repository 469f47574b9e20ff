using System.Diagnostics;
using Dispatch.Protocol.Attach;

namespace Dispatch.Runner.Tests.Retention;

public sealed class CutSealingTests
{
    private const int Kills = 4;

    // Much more than isn't sealed.
    private const int Lines = 120_000;

    // A part for each runner, when it is told to: so that each has some of it to seal.
    private static readonly string Script =
        $"stty -echo -onlcr; echo ready; n=0; while [ $n -lt {(1 + Kills) * Lines} ]; do read go; seq $((n + 1)) $((n + {Lines})); n=$((n + {Lines})); done";

    [Fact]
    public async Task Killed_in_the_middle_of_a_segment_and_again_while_others_are_made_it_loses_and_doubles_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync(SealedSession.Settings);
        var session = new SealedSession(runner, (await runner.ShellAsync(Script)).Id, "");
        await KillInTheMiddleOfTheFirstSegmentAsync(session);
        for (var kill = 0; kill < Kills; kill++)
        {
            var before = session.Segments.Length;
            await runner.StartRunnerAsync();
            await using (var client = await runner.AttachAsync(session.Id, new AttachRequest { Tail = true }))
            {
                // What is only accepted goes with the runner.
                await client.TypeAsync("\r");
                await client.UntilAsync<Written>();
            }

            await SealedSession.UntilAsync(() => Task.FromResult(session.Segments.Length > before));
            await runner.KillRunnerAsync();
        }

        await runner.StartRunnerAsync();
        await runner.EndedAsync(session.Id);
        Assert.Equal("ready\n" + string.Concat(Enumerable.Range(1, (1 + Kills) * Lines).Select(line => $"{line}\n")), await session.RecordedAsync());
        Assert.Empty(await session.FaultsAsync());
        await runner.StopRunnerAsync();
        await runner.RunAsync(0, "--verify");
    }

    private static async Task KillInTheMiddleOfTheFirstSegmentAsync(SealedSession session)
    {
        var runner = session.Runner;
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("ready");

        // A segment is named after its first output's position. A pipe of that name is opened only by both sides at once.
        var cut = Path.Combine(session.Folder, FormattableString.Invariant($"{client.Position.Seq:D12}.seg.new"));
        Directory.CreateDirectory(session.Folder);
        using (var make = Process.Start("mkfifo", [cut]))
        {
            await make.WaitForExitAsync(RunnerFixture.Patience);
        }

        await client.TypeAsync("\r");
        var written = new byte[1000];
        await using (var pipe = await Task.Run(() => File.OpenRead(cut)).WaitAsync(RunnerFixture.Patience))
        {
            await pipe.ReadExactlyAsync(written, RunnerFixture.Patience);
            await runner.KillRunnerAsync();
        }

        File.Delete(cut);
        await File.WriteAllBytesAsync(cut, written);
        Assert.Empty(session.Segments);
    }
}
