using System.Net;
using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Identity;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Identity;

public sealed class RateLimitTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_ten_failures_a_minute_an_address_has_to_wait()
    {
        var time = new ManualTime();
        await using var server = await RunningServer.StartAsync(_folder, time: time);
        var browser = server.Browser();
        for (var i = 0; i < SignInLimiter.PerAddress; i++)
        {
            using var wrong = await SignInAsync(browser, "dk_wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        time.Advance(TimeSpan.FromSeconds(20));
        using var refused = await SignInAsync(browser, server.Key);
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "sign-in.too-many");
        Assert.Equal(TimeSpan.FromSeconds(40), refused.Headers.RetryAfter?.Delta);

        using var link = await browser.PostAsJsonAsync("/api/sign-in/link", new SignInWithLink("x"), Wire.Default.SignInWithLink);
        Assert.Equal(HttpStatusCode.TooManyRequests, link.StatusCode);

        time.Advance(TimeSpan.FromSeconds(40));
        using var after = await SignInAsync(browser, server.Key);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Programs_with_the_key_go_on_while_browsers_have_to_wait()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = server.Browser();
        HttpStatusCode last = default;
        for (var i = 0; i <= SignInLimiter.PerAddress; i++)
        {
            using var response = await SignInAsync(browser, "dk_wrong");
            last = response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
        using var right = await server.Program().GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public void Addresses_are_counted_apart_and_all_of_them_together()
    {
        var limiter = new SignInLimiter(new ManualTime());
        for (var host = 1; host <= SignInLimiter.InAll / SignInLimiter.PerAddress; host++)
        {
            var address = IPAddress.Parse($"10.0.0.{host}");
            for (var i = 0; i < SignInLimiter.PerAddress; i++)
            {
                Assert.Null(limiter.Wait(address));
                limiter.Failed(address);
            }

            Assert.NotNull(limiter.Wait(address));
        }

        Assert.NotNull(limiter.Wait(IPAddress.Parse("10.0.1.1")));
    }

    [Fact]
    public void The_addresses_of_one_IPv6_network_are_one()
    {
        var limiter = new SignInLimiter(new ManualTime());
        for (var i = 0; i < SignInLimiter.PerAddress; i++)
        {
            limiter.Failed(IPAddress.Parse($"2001:db8::{i + 1}"));
        }

        Assert.NotNull(limiter.Wait(IPAddress.Parse("2001:db8::ffff")));
        Assert.Null(limiter.Wait(IPAddress.Parse("2001:db8:0:1::1")));
    }

    private static Task<HttpResponseMessage> SignInAsync(HttpClient browser, string key) =>
        browser.PostAsJsonAsync("/api/sign-in", new SignInWithKey(key), Wire.Default.SignInWithKey);
}
