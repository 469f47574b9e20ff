using System.Globalization;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Sessions;

public class SurvivalTests
{
    [Fact]
    public async Task A_shell_outlives_its_killed_runner_with_its_process_its_variables_and_its_past()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh"] });
        await using (var before = await runner.AttachAsync(session.Id))
        {
            await before.TypeAsync("kept=treasure; echo pid=$$\r");
            await before.UntilTextAsync($"pid={session.Pid}");
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();

        await using var after = await runner.AttachAsync(session.Id);
        await after.TypeAsync("echo again $kept pid=$$\r");
        await after.UntilTextAsync($"again treasure pid={session.Pid}");
        Assert.Contains("echo pid=$$", after.Text, StringComparison.Ordinal);
        Assert.Equal(SessionState.Running, (await runner.GetAsync(session.Id)).State);
    }

    [Fact]
    public async Task Every_byte_of_a_flood_is_in_the_log_once_though_the_runner_is_killed_again_and_again()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"outputBytes":1073741824}}""");
        var stop = Path.Combine(runner.Data.Root, "stop");
        var session = await runner.ShellAsync($"stty -opost; i=0; while [ ! -e {stop} ]; do seq $i $((i+9999)); i=$((i+10000)); sleep 0.02; done; echo end $i");
        for (var kill = 0; kill < 3; kill++)
        {
            var start = (await runner.GetAsync(session.Id)).Seq;
            await using (var watching = await runner.AttachAsync(session.Id, new AttachRequest { Tail = true }))
            {
                await watching.UntilAsync(() => watching.Position.Seq > start + 20 ? watching : null);
            }

            await runner.KillRunnerAsync();
            await runner.StartRunnerAsync();
            Assert.Equal(session.Pid, (await runner.GetAsync(session.Id)).Pid);
        }

        await File.WriteAllTextAsync(stop, "");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        var count = int.Parse(client.Text[(client.Text.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        var expected = string.Concat(Enumerable.Range(0, count).Select(number => $"{number}\n")) + $"end {count}\n";
        Assert.Equal(expected.Length, client.Bytes.Length);
        Assert.Equal(expected, client.Text);
    }
}
