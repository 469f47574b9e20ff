using System.Text.Json;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Tests.Disks;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>A prompt that can't be written down.</summary>
public sealed class UnwritablePromptTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [OnASmallDisk]
    public async Task It_is_answered_with_why_over_both_doors_and_can_be_sent_again()
    {
        await using var runner = await RunnerFixture.StartAsync(variables: [("HOME", _home)], diskMegabytes: 64);
        await using var agent = await ScriptedAgent.StartAsync(runner);
        await agent.UntilAsync(AgentEvents.Ready);
        await agent.AskAsync(1, "say before");

        // More than what a log keeps in hand.
        var large = "say " + new string('x', 60_000);
        runner.Disk!.FillUpTo(0);
        var codes = new HashSet<string?>();
        for (var again = 0; again < 100 && !codes.Contains("log.unwritable"); again++)
        {
            codes.Add((await agent.RunAsync("prompt", new { text = large })).Code);
        }

        Assert.Contains("log.unwritable", codes);
        var command = JsonSerializer.Serialize(new { id = "c-1", name = "prompt", data = new { text = large } });
        var (status, body) = await runner.SendAsync(HttpMethod.Post, $"{agent.Address}/command", command);
        Assert.True(status == 200 && body.Contains("log.unwritable", StringComparison.Ordinal), body);
        runner.Disk.Free();
        Assert.True((await agent.RunAsync("prompt", new { text = "say after" })).Ok);
        await agent.UntilAsync(AgentEvents.Said, data => data.GetProperty("update").GetRawText().Contains("after", StringComparison.Ordinal));
    }
}
