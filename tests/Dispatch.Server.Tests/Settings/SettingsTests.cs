using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Settings;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Settings;

public sealed class SettingsTests(PostgresCluster postgres) : EngineTests(postgres)
{
    [Theory, OnSqlite, OnPostgres]
    public async Task What_is_set_is_read_again_with_the_layer_it_came_from(string engine)
    {
        await using var server = await StartAsync(engine);
        var browser = await server.SignInAsync();

        await ChangeAsync(server.Program(), "server", """{"theme":"dark","terminal.fontSize":14}""");
        await ChangeAsync(browser.Client, "user", """{"theme":"light"}""");
        await ChangeAsync(browser.Client, "device", """{"terminal.fontSize":16}""");
        await ChangeAsync(browser.Client, "workspaces/default", """{"terminal.scrollback":500}""");

        Assert.Equal(
            [
                """server : {"terminal.fontSize":14,"theme":"dark"}""",
                "file : {}",
                $$"""user {{browser.Me.Principal}}: {"theme":"light"}""",
                $$"""device {{browser.Me.Device}}: {"terminal.fontSize":16}""",
                """workspace default: {"terminal.scrollback":500}""",
            ],
            (await ReadAsync(browser.Client)).Select(Told));
        Assert.DoesNotContain(await ReadAsync(server.Program()), layer => layer.Layer == SettingLayer.Device);
    }

    [Fact]
    public async Task A_value_is_taken_away_by_null()
    {
        await using var server = await StartAsync("sqlite");
        await ChangeAsync(server.Program(), "user", """{"theme":"light","terminal.fontSize":14}""");

        var left = await ChangeAsync(server.Program(), "user", """{"theme":null}""");

        Assert.Equal(["terminal.fontSize"], left.Values.Keys);
        Assert.Equal(left.Version, (await ReadAsync(server.Program())).Single(layer => layer.Layer == SettingLayer.User).Version);
    }

    [Theory]
    [InlineData("user", """{"terminal.fontSize":99}""", "setting.invalid")]
    [InlineData("user", """{"terminal.fontFace":1}""", "setting.unknown")]
    [InlineData("server", """{"notifications.system":true}""", "setting.layer")]
    public async Task A_change_is_refused_whole(string layer, string values, string code)
    {
        await using var server = await StartAsync("sqlite");

        using var response = await SendAsync(server.Program(), layer, $$"""{"values":{"theme":"dark",{{values[1..]}}}""");

        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
        Assert.All(await ReadAsync(server.Program()), one => Assert.Empty(one.Values));
    }

    [Fact]
    public async Task A_change_of_what_was_seen_is_refused_when_it_is_no_longer_so()
    {
        await using var server = await StartAsync("sqlite");
        var program = server.Program();
        var seen = await ChangeAsync(program, "user", """{"theme":"light"}""");
        using var first = await SendAsync(program, "user", $$$"""{"version":{{{seen.Version}}},"values":{"theme":"dark"}}""");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var second = await SendAsync(program, "user", $$$"""{"version":{{{seen.Version}}},"values":{"theme":"contrast"}}""");

        await second.ShouldBeProblemAsync(HttpStatusCode.Conflict, "settings.changed");
        Assert.Equal("dark", (await ReadAsync(program)).Single(layer => layer.Layer == SettingLayer.User).Values["theme"].GetString());
    }

    [Fact]
    public async Task A_body_without_values_a_program_without_a_device_and_too_much_are_refused()
    {
        await using var server = await StartAsync("sqlite");
        var program = server.Program();
        using var empty = await SendAsync(program, "user", "{}");
        await empty.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        using var device = await SendAsync(program, "device", """{"values":{"theme":"dark"}}""");
        await device.ShouldBeProblemAsync(HttpStatusCode.Conflict, "settings.no-device");
        using var large = await SendAsync(program, "user", $$$"""{"values":{"notifications.muted":["{{{new string('x', 70_000)}}}"]}}""");
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "setting.too-large");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task A_change_reaches_the_streams_of_those_whom_it_concerns(string engine)
    {
        await using var server = await StartAsync(engine);
        var here = await server.SignInAsync();
        var there = await server.SignInAsync();
        using var one = await server.ConnectAsync("/api/stream", here);
        using var other = await server.ConnectAsync("/api/stream", there);
        await one.NextAsync<StreamSettings>();
        await other.NextAsync<StreamSettings>();

        await ChangeAsync(here.Client, "device", """{"terminal.fontSize":16}""");
        await ChangeAsync(here.Client, "user", """{"theme":"light"}""");

        Assert.Equal(SettingLayer.Device, (await one.NextAsync<StreamSettingsLayer>()).Layer.Layer);
        Assert.Equal("light", (await one.NextAsync<StreamSettingsLayer>()).Layer.Values["theme"].GetString());
        Assert.Equal(SettingLayer.User, (await other.NextAsync<StreamSettingsLayer>()).Layer.Layer);
        using var late = await server.ConnectAsync("/api/stream", here);
        Assert.Equal(
            $$"""device {{here.Me.Device}}: {"terminal.fontSize":16}""",
            Told((await late.NextAsync<StreamSettings>()).Layers.Single(layer => layer.Layer == SettingLayer.Device)));
    }

    [Theory, OnPostgres]
    public async Task A_change_by_another_server_reaches_the_streams_of_this_one(string engine)
    {
        var database = (await OptionsAsync(engine)).Database;
        using var elsewhere = new TestFolder();
        await using var server = await RunningServer.StartAsync(Folder, same => same with { Database = database });
        await using var other = await RunningServer.StartAsync(elsewhere, same => same with { Database = database });
        using var stream = await server.ConnectAsync("/api/stream", await server.SignInAsync());
        await stream.NextAsync<StreamSettings>();

        await ChangeAsync(other.Program(server.Key), "user", """{"theme":"light"}""");

        Assert.Equal("light", (await stream.NextAsync<StreamSettingsLayer>()).Layer.Values["theme"].GetString());
    }

    [Fact]
    public async Task The_file_is_taken_at_the_start_and_when_it_changes_and_a_broken_one_leaves_what_it_said()
    {
        await File.WriteAllTextAsync(Folder.Data.SettingsFile, """{ "theme": "dark" }""");
        await using var server = await StartAsync("sqlite");
        Assert.Equal("""file : {"theme":"dark"}""", Told((await ReadAsync(server.Program())).Single(layer => layer.Layer == SettingLayer.File)));
        using var stream = await server.ConnectAsync("/api/stream");
        await stream.NextAsync<StreamSettings>();

        await File.WriteAllTextAsync(Folder.Data.SettingsFile, "{\n  \"theme\": \"blue\"\n}");
        var broken = (await stream.NextAsync<StreamSettingsLayer>()).Layer;
        Assert.Equal("""file : {"theme":"dark"}""", Told(broken));
        Assert.Equal((Folder.Data.SettingsFile, 2), (broken.Fault?.File, broken.Fault?.Line));
        Assert.StartsWith("theme must be one of", broken.Fault?.Reason, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Folder.Data.SettingsFile, """{ "terminal.fontSize": 15, }""");
        var mended = (await stream.NextAsync<StreamSettingsLayer>()).Layer;
        Assert.Equal("""file : {"terminal.fontSize":15}""", Told(mended));
        Assert.Null(mended.Fault);

        File.Delete(Folder.Data.SettingsFile);
        Assert.Empty((await stream.NextAsync<StreamSettingsLayer>()).Layer.Values);
    }

    private async Task<RunningServer> StartAsync(string engine)
    {
        var database = (await OptionsAsync(engine)).Database;
        return await RunningServer.StartAsync(Folder, same => same with { Database = database });
    }

    private static string Told(SettingsLayer layer) =>
        $"{layer.Layer.ToString().ToLowerInvariant()} {layer.Owner}: {JsonSerializer.Serialize(new SortedDictionary<string, JsonElement>(layer.Values.ToDictionary(), StringComparer.Ordinal), Wire.Default.SortedDictionaryStringJsonElement)}";

    private static async Task<IReadOnlyList<SettingsLayer>> ReadAsync(HttpClient client) =>
        (await client.GetFromJsonAsync("/api/settings", Wire.Default.SettingsLayerList))!.Items;

    private static async Task<SettingsLayer> ChangeAsync(HttpClient client, string layer, string values)
    {
        using var response = await SendAsync(client, layer, $$"""{"values":{{values}}}""");
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonSerializer.Deserialize(body, Wire.Default.SettingsLayer)!;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string layer, string body) =>
        client.PatchAsync($"/api/settings/{layer}", new StringContent(body, Encoding.UTF8, "application/json"));
}
