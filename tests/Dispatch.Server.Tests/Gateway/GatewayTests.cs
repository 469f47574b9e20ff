using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Dispatch.Protocol.Gateway;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>What agents ask of models, through their runner's address, the server's gateway and a scripted model's real wire.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task An_agent_asks_with_its_sessions_secret_and_the_provider_sees_the_servers_key()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        Assert.True(agent.Session.Metered);
        Assert.StartsWith("http://127.0.0.1:", agent.Environment["ANTHROPIC_BASE_URL"], StringComparison.Ordinal);
        Assert.Equal(agent.Secret, agent.Environment["OPENAI_API_KEY"]);

        using var messages = await agent.MessagesAsync("[[say well well]]");
        Assert.Equal("well well", (await JsonAsync(messages)).GetProperty("content")[0].GetProperty("text").GetString());
        using var chat = await agent.ChatAsync("[[say good good]]");
        Assert.Equal("good good", (await JsonAsync(chat)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        using var responses = await agent.ResponsesAsync("[[say fine]]");
        Assert.Equal("fine", (await JsonAsync(responses)).GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
        using var models = await agent.SendAsync(HttpMethod.Get, "/v1/models");
        Assert.Equal(HttpStatusCode.OK, models.StatusCode);

        var seen = await fixture.Model.RequestsAsync();
        Assert.Equal(4, seen.GetArrayLength());
        Assert.DoesNotContain(agent.Secret, seen.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("dispatch-", seen.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ScriptedModel.Key, seen[0].GetProperty("headers").GetProperty("x-api-key").GetString());
        Assert.Equal("Bearer " + ScriptedModel.Key, seen[1].GetProperty("headers").GetProperty("authorization").GetString());
    }

    [Fact]
    public async Task No_key_is_in_a_sessions_environment_nor_in_what_is_logged()
    {
        await using var fixture = await GatewayFixture.StartAsync(logs: true);
        var agent = await fixture.StartAgentAsync();
        var shell = await fixture.StartAgentAsync(kind: "terminal");
        Assert.Null(shell.Session.Metered);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", shell.Environment.Keys);
        Assert.DoesNotContain("ANTHROPIC_BASE_URL", shell.Environment.Keys);
        Assert.DoesNotContain(ScriptedModel.Key, agent.Environment.Values);
        using (await agent.MessagesAsync("[[say well]]"))
        using (await agent.MessagesAsync("[[say well]]", secret: "dispatch-wrong"))
        {
        }

        await fixture.Server.StopAsync();
        foreach (var file in Directory.EnumerateFiles(fixture.Folder.Data.Logs))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var text = await new StreamReader(open).ReadToEndAsync();
            Assert.DoesNotContain(ScriptedModel.Key, text, StringComparison.Ordinal);
            Assert.DoesNotContain(agent.Secret, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_opens_for_its_own_session_while_that_runs()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var one = await fixture.StartAgentAsync();
        var two = await fixture.StartAgentAsync();
        Assert.NotEqual(one.Secret, two.Secret);

        // Of another session, of none, and one that was put together from two.
        var mixed = one.Secret.Replace(one.Session.Id, two.Session.Id, StringComparison.Ordinal);
        foreach (var wrong in (string[])[mixed, "dispatch-" + one.Session.Id + "-", "sk-ant-real", "dispatch-"])
        {
            using var refused = await one.MessagesAsync("[[say well]]", secret: wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("authentication_error", (await JsonAsync(refused)).GetProperty("error").GetProperty("type").GetString());
        }

        await fixture.EndAsync(one.Session);
        using (var ended = await one.MessagesAsync("[[say well]]"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
        }

        // What it is given when it runs again is another one.
        await fixture.RestartAsync(one.Session);
        using (var before = await one.MessagesAsync("[[say well]]"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);
        }

        using var other = await two.MessagesAsync("[[say well]]");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(1, (await fixture.Model.RequestsAsync()).GetArrayLength());
    }

    [Fact]
    public async Task Without_a_key_and_with_one_of_its_own_an_agent_is_not_metered()
    {
        await using var fixture = await GatewayFixture.StartAsync(new Dictionary<string, string>());
        var without = await fixture.StartAgentAsync();
        Assert.False(without.Session.Metered);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", without.Environment.Keys);
        await fixture.Server.StopAsync();

        await fixture.StartServerAsync(fixture.BothKeys());
        var own = await fixture.StartAgentAsync(new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-mine", ["OPENAI_BASE_URL"] = "http://mine" });
        Assert.False(own.Session.Metered);
        Assert.Equal(("sk-mine", "http://mine"), (own.Environment["ANTHROPIC_API_KEY"], own.Environment["OPENAI_BASE_URL"]));
        Assert.DoesNotContain("ANTHROPIC_BASE_URL", own.Environment.Keys);
        Assert.DoesNotContain("OPENAI_API_KEY", own.Environment.Keys);
        Assert.True((await fixture.StartAgentAsync()).Session.Metered);
    }

    [Fact]
    public async Task A_stream_comes_piece_by_piece_as_the_model_gives_it()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        foreach (var ask in (Func<Task<HttpResponseMessage>>[])
            [() => agent.MessagesAsync("[[stream 6 10]]", stream: true), () => agent.ChatAsync("[[stream 6 10]]", stream: true), () => agent.ResponsesAsync("[[stream 6 10]]", stream: true)])
        {
            using var response = await ask();
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            await using var body = await response.Content.ReadAsStreamAsync();
            var arrived = new List<TimeSpan>();
            var since = Stopwatch.StartNew();
            var buffer = new byte[64 * 1024];
            while (await body.ReadAsync(buffer) > 0)
            {
                arrived.Add(since.Elapsed);
            }

            // Six pieces, a tenth of a second between: whoever holds them back gives them at once. Under load two may come together.
            Assert.True(arrived.Count >= 3 && arrived[^1] - arrived[0] > TimeSpan.FromMilliseconds(400), string.Join(", ", arrived.Select(time => time.TotalMilliseconds)));
        }
    }

    [Fact]
    public async Task What_the_provider_refuses_reaches_the_agent_as_it_is()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        using (var many = await agent.MessagesAsync("[[429 1 7]]"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, many.StatusCode);
            Assert.Equal("7", many.Headers.GetValues("retry-after").Single());
            Assert.Equal("rate_limit_error", (await JsonAsync(many)).GetProperty("error").GetProperty("type").GetString());
        }

        using (var again = await agent.MessagesAsync("[[429 1 7]]"))
        {
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }

        using (var overloaded = await agent.MessagesAsync("[[529 1]]", stream: true))
        {
            Assert.Equal(529, (int)overloaded.StatusCode);
            Assert.Equal("overloaded_error", (await JsonAsync(overloaded)).GetProperty("error").GetProperty("type").GetString());
        }

        using var quota = await agent.ChatAsync("[[quota]]");
        Assert.Equal("insufficient_quota", (await JsonAsync(quota)).GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.TooManyRequests, quota.StatusCode);
    }

    [Fact]
    public async Task A_stream_that_breaks_off_breaks_off_for_the_agent_and_what_came_is_counted()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        using var response = await agent.MessagesAsync("[[cut-tool Write {\"file_path\": \"a\", \"content\": \"b\"}]]", stream: true);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());

        var total = await WaitForUsageAsync(fixture, 1);
        Assert.Equal((1, 1), (total.Estimated, total.OutputTokens));
        Assert.InRange(total.InputTokens, 20, 200);
    }

    [Fact]
    public async Task A_wrong_key_and_no_key_are_said_with_the_next_step()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        await fixture.Server.StopAsync();
        await fixture.StartServerAsync(fixture.BothKeys("sk-wrong"));
        using (var wrong = await agent.MessagesAsync("[[say well]]"))
        {
            var said = await wrong.Content.ReadAsStringAsync();
            Assert.True(wrong.StatusCode == HttpStatusCode.Unauthorized, said);
            Assert.Contains("dispatch models key anthropic", said, StringComparison.Ordinal);
            Assert.DoesNotContain("sk-wrong", said, StringComparison.Ordinal);
        }

        await fixture.Server.StopAsync();
        await fixture.StartServerAsync(new Dictionary<string, string>());
        using var none = await agent.ChatAsync("[[say well]]");
        Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        Assert.Contains("dispatch models key openai", (await JsonAsync(none)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("false", none.Headers.GetValues("x-should-retry").Single());
    }

    [Fact]
    public async Task What_is_none_of_asking_a_model_does_not_go_through()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        foreach (var (method, path) in ((HttpMethod, string)[])
            [(HttpMethod.Get, "/v1/files"), (HttpMethod.Get, "/v1/organizations/users"), (HttpMethod.Delete, "/v1/messages"), (HttpMethod.Get, "/v1/models/..%2ffiles"), (HttpMethod.Post, "/v1/messages/batches")])
        {
            using var refused = await agent.SendAsync(method, path);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }

        // Nor is any door of the runner's own at that address.
        using var own = await agent.SendAsync(HttpMethod.Get, "/../../runner/status");
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);
        Assert.Equal(0, (await fixture.Model.RequestsAsync()).GetArrayLength());
    }

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage response) => JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The sum of all, once so many answers are in it.</summary>
    internal static async Task<UsageAmounts> WaitForUsageAsync(GatewayFixture fixture, int requests)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var total = (await fixture.UsageAsync()).Total;
            if (total.Requests >= requests || patience.Elapsed > TimeSpan.FromSeconds(30))
            {
                return total;
            }

            await Task.Delay(20);
        }
    }
}
