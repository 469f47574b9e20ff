using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Gateway;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>What was used is counted, and ends where a limit was set.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task Every_wire_is_counted_whole_or_streamed_by_session_and_model()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var one = await fixture.StartAgentAsync();
        var two = await fixture.StartAgentAsync();
        foreach (var isStream in (bool[])[false, true])
        {
            await DoneAsync(one.MessagesAsync("[[say one two three]]", isStream));
            await DoneAsync(two.ChatAsync("[[say one two three four]]", isStream));
            await DoneAsync(two.ResponsesAsync("[[say one two three four five]]", isStream));
        }

        await GatewayTests.WaitForUsageAsync(fixture, 6);
        var report = await fixture.UsageAsync("?by=session,model,principal,workspace,provider,day");
        Assert.Equal(2, report.Items.Count);
        var claude = report.Items.Single(item => item.Session == one.Session.Id);
        Assert.Equal(("claude-sonnet-4-5-20250929", "anthropic", "default", one.Session.Principal), (claude.Model, claude.Provider, claude.Workspace, claude.Principal));
        Assert.Equal((2, 0, 0, 6), (claude.Amounts.Requests, claude.Amounts.Estimated, claude.Amounts.Unpriced, claude.Amounts.OutputTokens));

        // At $3 and $15 for a million.
        Assert.Equal(((claude.Amounts.InputTokens * 3m) + (6 * 15m)) / 1_000_000m, claude.Amounts.Cost);
        var gpt = report.Items.Single(item => item.Session == two.Session.Id);
        Assert.Equal(("gpt-5", 4, 0, 18), (gpt.Model, gpt.Amounts.Requests, gpt.Amounts.Estimated, gpt.Amounts.OutputTokens));
        Assert.Equal((6, 24), (report.Total.Requests, report.Total.OutputTokens));
        Assert.Equal(0, (await fixture.UsageAsync("?to=2020-01-01&from=2020-01-01")).Total.Requests);
        Assert.Equal(2, (await fixture.UsageAsync($"?session={one.Session.Id}")).Total.Requests);
    }

    [Fact]
    public async Task What_does_not_tell_is_reckoned_and_a_model_without_a_price_is_said()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var agent = await fixture.StartAgentAsync();
        await DoneAsync(agent.ChatAsync("[[stream 9 1000]]", stream: true, usage: false));
        await GatewayTests.WaitForUsageAsync(fixture, 1);
        var first = (await fixture.UsageAsync("?by=model")).Items.Single();
        Assert.Equal((1, "gpt-5"), (first.Amounts.Estimated, first.Model));
        Assert.InRange(first.Amounts.OutputTokens, 9, 12);
        Assert.InRange(first.Amounts.InputTokens, 20, 60);
        Assert.True(first.Amounts.Cost > 0);

        // A price of one's own goes before.
        await File.WriteAllTextAsync(fixture.Folder.Data.ModelPricesFile, """{"openai": {"gpt-5": {"input": 0, "output": 1000000}}}""");
        await DoneAsync(agent.ChatAsync("[[say one two]]"));
        var total = await GatewayTests.WaitForUsageAsync(fixture, 2);
        Assert.Equal(2, total.Cost - first.Amounts.Cost);
    }

    [Fact]
    public async Task A_limit_ends_it_with_its_name_and_the_way_to_change_it()
    {
        await using var fixture = await GatewayFixture.StartAsync();
        var one = await fixture.StartAgentAsync();
        var two = await fixture.StartAgentAsync();
        await SetAsync(fixture, new ModelLimits(SessionTokens: 10));
        await DoneAsync(one.MessagesAsync("[[say well]]", stream: true));
        await GatewayTests.WaitForUsageAsync(fixture, 1);
        using (var over = await one.MessagesAsync("[[say more]]"))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
            Assert.Equal("false", over.Headers.GetValues("x-should-retry").Single());
            Assert.Null(over.Headers.RetryAfter);
            var error = (await GatewayTests.JsonAsync(over)).GetProperty("error");
            Assert.Equal("rate_limit_error", error.GetProperty("type").GetString());
            Assert.Matches("^The limit of this session is reached: [0-9]+ of 10 tokens were used. Raise it with dispatch models limit", error.GetProperty("message").GetString());
        }

        // Another session has a limit of its own; what isn't counted still goes.
        await DoneAsync(two.ChatAsync("[[say well]]"));
        using (var models = await one.SendAsync(HttpMethod.Get, "/v1/models"))
        {
            Assert.Equal(HttpStatusCode.OK, models.StatusCode);
        }

        await SetAsync(fixture, new ModelLimits(DayCost: 0.000001m));
        using (var day = await two.ResponsesAsync("[[say well]]"))
        {
            Assert.Equal("insufficient_quota", (await GatewayTests.JsonAsync(day)).GetProperty("error").GetProperty("code").GetString());
        }

        await SetAsync(fixture, new ModelLimits());
        await DoneAsync(one.MessagesAsync("[[say more]]"));
    }

    [Fact]
    public async Task Keys_are_set_replaced_and_removed_and_nobody_is_told_one()
    {
        await using var fixture = await GatewayFixture.StartAsync(new Dictionary<string, string>());
        using var program = fixture.Server.Program();
        using (var set = await program.PutAsync("/api/models/anthropic/key", JsonContent.Create(new SetModelKey(ScriptedModel.Key, fixture.Model.Url.ToString()), Wire.Default.SetModelKey)))
        {
            Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        }

        // Another key to the same place, of which nothing is said.
        using (var replaced = await program.PutAsync("/api/models/anthropic/key", JsonContent.Create(new SetModelKey(ScriptedModel.Key), Wire.Default.SetModelKey)))
        {
            Assert.Equal(HttpStatusCode.NoContent, replaced.StatusCode);
        }

        var listed = await program.GetStringAsync("/api/models");
        Assert.Contains(fixture.Model.Url.ToString().TrimEnd('/'), listed, StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedModel.Key, listed, StringComparison.Ordinal);
        Assert.Contains("\"source\":\"set\"", listed, StringComparison.Ordinal);

        // From its next start on an agent has it: Anthropic's alone.
        var agent = await fixture.StartAgentAsync();
        Assert.True(agent.Session.Metered);
        Assert.DoesNotContain("OPENAI_API_KEY", agent.Environment.Keys);
        await DoneAsync(agent.MessagesAsync("[[say well]]"));
        using (var removed = await program.DeleteAsync("/api/models/anthropic/key"))
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        using (var none = await agent.MessagesAsync("[[say well]]"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        }

        using var again = await program.DeleteAsync("/api/models/anthropic/key");
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "model.no-key");
        using var bad = await program.GetAsync("/api/usage?by=moon");
        await bad.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "usage.group-unknown");
    }

    private static async Task SetAsync(GatewayFixture fixture, ModelLimits limits)
    {
        using var program = fixture.Server.Program();
        using var set = await program.PutAsync("/api/models/limits", JsonContent.Create(limits, Wire.Default.ModelLimits));
        Assert.Equal(HttpStatusCode.NoContent, set.StatusCode);
        Assert.Equal(limits, await program.GetFromJsonAsync("/api/models/limits", Wire.Default.ModelLimits));
    }

    private static async Task DoneAsync(Task<HttpResponseMessage> asked)
    {
        using var response = await asked;
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await response.Content.ReadAsStringAsync();
    }
}
