using System.Diagnostics;
using System.Net;
using Dispatch.Protocol;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>What is between an agent and its model is killed in the middle of a stream.</summary>
public sealed class GatewayFaultTests
{
    [Fact]
    public async Task After_a_runner_that_was_killed_the_same_address_and_secret_go_on()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        using (var stream = await agent.MessagesAsync("[[stream 1000 10]]", stream: true))
        {
            await using var body = await stream.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[4096]) > 0);
            await fixture.Server.WaitForLinksAsync(() => GatewayFixture.Kill(fixture.Folder.Data.RunnerLock), RunnerState.Starting, RunnerState.Connected);
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (await body.ReadAsync(new byte[4096]) > 0)
                {
                }
            });
        }

        using var after = await agent.MessagesAsync("[[say well]]");
        Assert.True(after.IsSuccessStatusCode, await after.Content.ReadAsStringAsync());

        // The model's own request ended with the runner, and what it had said by then is counted.
        var total = await GatewayTests.WaitForUsageAsync(fixture, 2);
        Assert.Equal((2, 1), (total.Requests, total.Estimated));
    }

    [Fact]
    public async Task While_the_server_is_away_an_agent_is_told_when_to_ask_again_and_after_it_all_goes_on()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        await fixture.Server.StopAsync();
        var waited = Stopwatch.StartNew();
        using (var away = await agent.MessagesAsync("[[say well]]"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(5), away.Headers.RetryAfter?.Delta);
            Assert.Equal("api_error", (await GatewayTests.JsonAsync(away)).GetProperty("error").GetProperty("type").GetString());
            Assert.InRange(waited.Elapsed, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(30));
        }

        // One that comes back meanwhile has whoever waits.
        var asked = agent.MessagesAsync("[[say well]]");
        await fixture.StartServerAsync(fixture.BothKeys());
        using var after = await asked;
        Assert.True(after.IsSuccessStatusCode, await after.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_stream_cuts_it_and_the_next_one_goes_on()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        await fixture.Server.StopAsync();
        (string, string)[] variables = [.. fixture.BothKeys().Select(variable => (variable.Key, variable.Value))];
        string[] arguments = ["--data", fixture.Folder.Data.Root, "--port", "0", "--runner", Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner"), "--detached"];
        using (var killed = ServerProcess.Start(ServerProcess.Path, arguments, variables))
        {
            using var stream = await AskUntilAsync(agent, "[[stream 1000 10]]");
            await using var body = await stream.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[4096]) > 0);
            killed.Kill();
            await killed.WaitForExitAsync();
            await Assert.ThrowsAnyAsync<IOException>(async () =>
            {
                while (await body.ReadAsync(new byte[4096]) > 0)
                {
                }
            });
        }

        (await LockFile.TryTakeAsync(fixture.Folder.Data.ServerLock, TimeProvider.System, CancellationToken.None))?.Dispose();
        await fixture.StartServerAsync(fixture.BothKeys());
        using var after = await AskUntilAsync(agent, "[[say well]]");
        Assert.Contains("well", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // As an agent's library does: what is unavailable is asked for again.
    private static async Task<HttpResponseMessage> AskUntilAsync(Agent agent, string prompt)
    {
        for (var left = 5; ; left--)
        {
            var response = await agent.MessagesAsync(prompt, stream: true);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            Assert.True(left > 0, await response.Content.ReadAsStringAsync());
            response.Dispose();
        }
    }
}
