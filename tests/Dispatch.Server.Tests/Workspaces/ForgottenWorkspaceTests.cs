using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Environments;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Workspaces;

/// <summary>What the server keeps of workspaces goes with them.</summary>
public sealed class ForgottenWorkspaceTests : IDisposable
{
    private const string Layout =
        """{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}},"active":1}""";

    private static readonly WorkspaceInfo Home = new("default", "Home", "e_test", "/home/me");
    private static readonly WorkspaceInfo Shop = new("shop-1", "Shop", "e_test", "/home/me/shop");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_layouts_settings_and_secrets_go_once_the_runner_has_removed_it()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data, Home, Shop);
        await using var server = await StartAsync();
        var browser = await server.SignInAsync();
        await ArrangeAsync(browser.Client);
        runner.Answer = context => Task.FromResult(context.Response.StatusCode = 409);
        await RemoveAsync(server);
        Assert.Equal(["default", "shop-1"], await KeptAsync(browser.Client));

        runner.Answer = context => Task.FromResult(context.Response.StatusCode = 204);
        await RemoveAsync(server);

        Assert.Equal(["default"], await KeptAsync(browser.Client));
    }

    [Fact]
    public async Task One_that_is_merely_not_there_keeps_all_until_it_is_removed()
    {
        await using (await FakeRunner.StartAsync(_folder.Data, Home, Shop))
        await using (var server = await StartAsync())
        {
            await ArrangeAsync((await server.SignInAsync()).Client);
            Assert.Equal(HttpStatusCode.NoContent, (await server.Program().PutAsync(
                "/api/workspaces/shop-1/secrets/TOKEN", JsonContent.Create(new SetVariable("hush"), Wire.Default.SetVariable))).StatusCode);
        }

        await using var runner = await FakeRunner.StartAsync(_folder.Data, Home);
        await using var second = await StartAsync();
        using var program = second.Program();

        // An older data folder, or one that is being put back: it may be there again, and nothing of this could be had again.
        Assert.Contains("hush", await TakenAsync(runner), StringComparison.Ordinal);
        for (var i = 0; (await program.GetAsync("/api/workspaces/shop-1/secrets")).StatusCode != HttpStatusCode.NotFound; i++)
        {
            Assert.True(i < 500);
            await Task.Delay(20);
        }

        Assert.Equal(["default", "shop-1"], await LayersAsync(program));

        // Until somebody removes it, also when the answer to that was never heard.
        runner.Answer = context => Task.FromResult(context.Response.StatusCode = 404);
        await RemoveAsync(second);
        Assert.Equal(["default"], await LayersAsync(program));
        Assert.Equal(HttpStatusCode.NoContent, (await program.PutAsync(
            "/api/workspaces/default/secrets/OTHER", JsonContent.Create(new SetVariable("mum"), Wire.Default.SetVariable))).StatusCode);
        Assert.Equal("""{"workspaces":{"default":{"OTHER":"mum"}}}""", await TakenAsync(runner));
    }

    private async Task<RunningServer> StartAsync()
    {
        var server = await RunningServer.StartAsync(_folder);
        await server.WaitForLinkAsync(RunnerState.Connected);
        return server;
    }

    private static async Task ArrangeAsync(HttpClient client)
    {
        foreach (var workspace in new[] { "default", "shop-1" })
        {
            using var layout = await client.PutAsync($"/api/workspaces/{workspace}/layout", new StringContent(Layout, Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.NoContent, layout.StatusCode);
            using var settings = await client.PatchAsync(
                $"/api/settings/workspaces/{workspace}", new StringContent("""{"values":{"terminal.scrollback":500}}""", Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.OK, settings.StatusCode);
        }

        Assert.Equal(["default", "shop-1"], await KeptAsync(client));
    }

    /// <summary>The workspaces that both a layout and settings are kept for; never one alone.</summary>
    private static async Task<List<string>> KeptAsync(HttpClient client)
    {
        var kept = new List<string>();
        foreach (var workspace in new[] { "default", "shop-1" })
        {
            using var layout = await client.GetAsync($"/api/workspaces/{workspace}/layout");
            if (layout.StatusCode == HttpStatusCode.OK)
            {
                kept.Add(workspace);
            }
        }

        Assert.Equal(kept, await LayersAsync(client));
        return kept;
    }

    private static async Task<List<string>> LayersAsync(HttpClient client)
    {
        var settings = await client.GetFromJsonAsync("/api/settings", Wire.Default.SettingsLayerList);
        return [.. settings!.Items.Where(layer => layer.Layer == SettingLayer.Workspace).Select(layer => layer.Owner!)];
    }

    private static async Task RemoveAsync(RunningServer server)
    {
        using var program = server.Program();
        using var answer = await program.DeleteAsync("/api/workspaces/shop-1?confirm=x");
    }

    private static async Task<string> TakenAsync(FakeRunner runner) =>
        await runner.Secrets.Reader.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
}
