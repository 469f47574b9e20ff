using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Identity;

public sealed class SignInLinkTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_link_signs_one_browser_in_once()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var link = await MakeAsync(server);
        Assert.StartsWith(new Uri(server.Url, "/sign-in#").ToString(), link.Url, StringComparison.Ordinal);
        var browser = server.Browser();

        using var first = await UseAsync(browser, link);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.NotNull(await browser.GetFromJsonAsync("/api/me", Wire.Default.Me));

        using var second = await UseAsync(server.Browser(), link);
        await second.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.link-spent");
    }

    [Fact]
    public async Task Of_many_that_use_a_link_at_once_one_is_let_in()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var link = await MakeAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => UseAsync(server.Browser(), link)));

        Assert.Equal(1, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_link_is_over_after_ten_minutes()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.StartAsync(_folder, time: time);
        var link = await MakeAsync(server);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromMinutes(10), link.ExpiresAt);

        time.Advance(TimeSpan.FromMinutes(10));

        using var late = await UseAsync(server.Browser(), link);
        await late.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.link-spent");
    }

    [Fact]
    public async Task A_link_is_the_key_holders_to_make()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Browser().PostAsync("/api/sign-in-links", null);

        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.not-signed-in");
    }

    private static async Task<SignInLink> MakeAsync(RunningServer server)
    {
        using var response = await server.Program().PostAsync("/api/sign-in-links", null);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync(Wire.Default.SignInLink))!;
    }

    private static Task<HttpResponseMessage> UseAsync(HttpClient browser, SignInLink link) =>
        browser.PostAsJsonAsync("/api/sign-in/link", new SignInWithLink(link.Url.Split('#')[1]), Wire.Default.SignInWithLink);
}
