using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Identity;

public sealed class SignInTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_key_of_256_bits_for_the_owner_alone()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        Assert.Matches("^dk_[A-Za-z0-9_-]{43}$", server.Key);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Data.AccessKeyFile));
        Assert.DoesNotContain(server.Key, await ReadDatabaseAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_signs_a_browser_in_and_the_cookie_lasts()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = server.Browser();

        using var response = await browser.PostAsJsonAsync("/api/sign-in", new SignInWithKey(server.Key), Wire.Default.SignInWithKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"dispatch-{server.Url.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"; max-age={90 * 24 * 3600}", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        var me = await browser.GetFromJsonAsync("/api/me", Wire.Default.Me);
        Assert.StartsWith("p_", me!.Principal, StringComparison.Ordinal);
        Assert.StartsWith("d_", me.Device, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_stays_signed_in_over_a_restart_of_the_server()
    {
        SignedInBrowser browser;
        await using (var first = await RunningServer.StartAsync(_folder))
        {
            browser = await first.SignInAsync();
        }

        await using var second = await RunningServer.StartAsync(_folder);
        var cookie = $"dispatch-{second.Url.Port}={browser.Cookie.Split('=')[1]}";
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", cookie } } };
        using var response = await second.Browser().SendAsync(request);

        Assert.Equal(browser.Me.Device, (await response.Content.ReadFromJsonAsync(Wire.Default.Me))!.Device);
    }

    [Fact]
    public async Task A_cookie_in_use_is_prolonged_and_one_out_of_use_for_90_days_is_over()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.StartAsync(_folder, time: time);
        var browser = await server.SignInAsync();

        time.Advance(TimeSpan.FromDays(89));
        using (var response = await GetMeAsync(server, browser.Cookie))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Single(response.Headers.GetValues("Set-Cookie"));
        }

        time.Advance(TimeSpan.FromDays(89));
        using (var response = await GetMeAsync(server, browser.Cookie))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        time.Advance(TimeSpan.FromDays(91));
        using var late = await GetMeAsync(server, browser.Cookie);
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    [Fact]
    public async Task A_wrong_key_lets_nobody_in()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Browser().PostAsJsonAsync("/api/sign-in", new SignInWithKey("dk_wrong"), Wire.Default.SignInWithKey);
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.key-wrong");

        using var program = await server.Program("dk_wrong").GetAsync("/api/me");
        await program.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.key-wrong");
    }

    [Fact]
    public async Task Signing_out_ends_the_cookie_and_only_it()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var one = await server.SignInAsync();
        var other = await server.SignInAsync();

        using var response = await one.Client.PostAsync("/api/sign-out", null);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        using var after = await GetMeAsync(server, one.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        using var untouched = await GetMeAsync(server, other.Cookie);
        Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
    }

    [Fact]
    public async Task Devices_are_listed_by_name_and_signed_out_one_by_one()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var one = await server.SignInAsync();
        var other = await server.SignInAsync();

        var list = await one.Client.GetFromJsonAsync("/api/devices", Wire.Default.DeviceList);
        Assert.Equal(2, list!.Items.Count);
        Assert.Equal(one.Me.Device, Assert.Single(list.Items, device => device.Current).Id);

        using var response = await one.Client.DeleteAsync("/api/devices/" + other.Me.Device);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        using var after = await GetMeAsync(server, other.Cookie);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);

        using var again = await one.Client.DeleteAsync("/api/devices/" + other.Me.Device);
        await again.ShouldBeProblemAsync(HttpStatusCode.NotFound, "device.not-found");
    }

    private static async Task<HttpResponseMessage> GetMeAsync(RunningServer server, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", cookie } } };
        return await server.Browser().SendAsync(request);
    }

    private async Task<string> ReadDatabaseAsync()
    {
        var text = "";
        foreach (var file in Directory.EnumerateFiles(_folder.Data.Root, "server.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            text += await reader.ReadToEndAsync();
        }

        return text;
    }
}
