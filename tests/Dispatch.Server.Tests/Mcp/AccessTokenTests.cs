using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Server;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Mcp;

/// <summary>Tokens of programs: what one may, and how it ends.</summary>
public sealed class AccessTokenTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_is_told_once_and_listed_as_a_device_with_what_it_may()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();

        var made = await MakeAsync(browser.Client, new MakeAccessToken { Name = "Laptop's agent", ReadOnly = true, Days = 7 });

        Assert.Matches("^dt_[A-Za-z0-9_-]{43}$", made.Token);
        Assert.Equal(new Uri(server.Url, "/mcp").ToString(), made.McpUrl);
        var listed = Assert.Single((await browser.Client.GetFromJsonAsync("/api/devices", Wire.Default.DeviceList))!.Items, device => device.Token is not null);
        Assert.Equal((made.Id, "Laptop's agent", false), (listed.Id, listed.Name, listed.Current));
        Assert.Equal([Capabilities.FileRead, Capabilities.SessionList, Capabilities.SessionRead, Capabilities.WorkspaceRead], listed.Token!.Capabilities);
        Assert.Null(listed.Token.Workspace);
        Assert.Equal(made.ExpiresAt.ToUnixTimeMilliseconds(), listed.Token.ExpiresAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_token_opens_what_it_was_granted_and_nothing_else()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var made = await MakeAsync(server.Program(), new MakeAccessToken { Name = "agent" });
        var program = server.Program(made.Token);

        // The gate lets it pass; there is no runner behind it.
        using var sessions = await program.GetAsync("/api/workspaces/default/sessions");
        await sessions.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "runner.unavailable");
        foreach (var closed in new[] { "/api/devices", "/api/me", "/api/settings", "/api/status" })
        {
            using var refused = await program.GetAsync(closed);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "access.denied");
        }

        using var another = await program.PostAsJsonAsync("/api/access-tokens", new MakeAccessToken { Name = "heir" }, Wire.Default.MakeAccessToken);
        await another.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "access.denied");

        // What is a token for a program is no cookie.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workspaces/default/sessions") { Headers = { { "Cookie", $"dispatch-{server.Url.Port}={made.Token}" } } };
        using var cookie = await server.Browser().SendAsync(request);
        await cookie.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task A_token_of_a_workspace_opens_that_alone()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var made = await MakeAsync(server.Program(), new MakeAccessToken { Name = "agent", Workspace = "shop" });
        Assert.Equal(new Uri(server.Url, "/mcp/shop").ToString(), made.McpUrl);
        var program = server.Program(made.Token);

        using var own = await program.GetAsync("/api/workspaces/shop/sessions");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, own.StatusCode);
        foreach (var path in new[] { "/api/workspaces/default/sessions", "/api/workspaces", "/mcp", "/mcp/default" })
        {
            using var refused = path.StartsWith("/mcp", StringComparison.Ordinal) ? await program.PostAsync(path, JsonContent.Create(1)) : await program.GetAsync(path);
            await refused.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "access.denied");
        }
    }

    [Fact]
    public async Task A_token_ends_when_it_is_revoked_when_its_time_is_over_and_with_the_key()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.StartAsync(_folder, time: time);
        var owner = server.Program();
        var revoked = await MakeAsync(owner, new MakeAccessToken { Name = "revoked" });
        var short1 = await MakeAsync(owner, new MakeAccessToken { Name = "short", Days = 1 });
        var late = await MakeAsync(owner, new MakeAccessToken { Name = "late", Days = 3000 });

        using (var gone = await owner.DeleteAsync("/api/devices/" + revoked.Id))
        {
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        }

        Assert.True(await OpensAsync(server, short1));
        Assert.False(await OpensAsync(server, revoked));
        time.Advance(TimeSpan.FromDays(2));
        Assert.False(await OpensAsync(server, short1));
        Assert.True(await OpensAsync(server, late));
        Assert.Equal(["late"], (await owner.GetFromJsonAsync("/api/devices", Wire.Default.DeviceList))!.Items.Select(device => device.Name));

        await server.StopAsync();
        var rotated = await ServerProcess.RunAsync(ServerProcess.Path, ["--rotate-key", "--data", _folder.Data.Root]);
        Assert.True(rotated.ExitCode == 0, rotated.Errors);
        await using var again = await RunningServer.StartAsync(_folder, time: time);
        Assert.False(await OpensAsync(again, late));
        Assert.Empty((await again.Program().GetFromJsonAsync("/api/devices", Wire.Default.DeviceList))!.Items);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("two\nlines", null)]
    [InlineData("fine", 0)]
    [InlineData("fine", 4000)]
    public async Task What_no_token_can_be_made_of_is_refused(string name, int? days)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var answer = await server.Program().PostAsJsonAsync("/api/access-tokens", new MakeAccessToken { Name = name, Days = days }, Wire.Default.MakeAccessToken);
        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "access.token-invalid");
    }

    private static async Task<AccessTokenMade> MakeAsync(HttpClient client, MakeAccessToken request)
    {
        using var answer = await client.PostAsJsonAsync("/api/access-tokens", request, Wire.Default.MakeAccessToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync(Wire.Default.AccessTokenMade))!;
    }

    // Without a runner what is let in isn't answered.
    private static async Task<bool> OpensAsync(RunningServer server, AccessTokenMade token)
    {
        using var answer = await server.Program(token.Token).GetAsync("/api/workspaces/default/sessions");
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            await answer.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.token-wrong");
            return false;
        }

        return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
    }
}
