using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Layouts;

public sealed class LayoutTests : IDisposable
{
    private const string Path = "/api/workspaces/default/layout";

    private const string Simple =
        """{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}},"active":1}""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_a_browser_keeps_it_gets_again_and_no_other_one_does()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using (var none = await browser.Client.GetAsync(Path))
        {
            Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        }

        using var kept = await PutAsync(browser, Simple);
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);

        using var again = await browser.Client.GetAsync(Path);
        Assert.Equal(Simple, await again.Content.ReadAsStringAsync());
        Assert.Equal(kept.Headers.ETag, again.Headers.ETag);
        using var other = await (await server.SignInAsync()).Client.GetAsync(Path);
        Assert.Equal(HttpStatusCode.NoContent, other.StatusCode);
        using var second = await browser.Client.GetAsync(Path + "?window=2");
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);
    }

    [Fact]
    public async Task Splits_within_splits_are_kept()
    {
        const string nested =
            """{"sideBar":{"shown":false,"width":180},"root":{"split":{"direction":"row","ratios":[0.25,0.75],"parts":[{"group":{"id":2,"tabs":[{"session":"b","kind":"notebook"}],"active":"b"}},{"split":{"direction":"column","ratios":[0.5,0.5],"parts":[{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"},{"session":"c","kind":"terminal"}],"active":"c"}},{"group":{"id":3,"tabs":[{"session":"d","kind":"terminal"}],"active":"d"}}]}}]}},"active":3,"maximised":3}""";
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();

        using var kept = await PutAsync(browser, nested);
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);

        Assert.Equal(nested, await browser.Client.GetStringAsync(Path));
    }

    [Fact]
    public async Task A_file_has_a_tab_beside_sessions()
    {
        const string files =
            """{"sideBar":{"shown":true,"width":248,"view":"files"},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"},{"kind":"file","path":"src/a b.cs"}],"active":"file:src/a b.cs"}},"active":1}""";
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();

        using var kept = await PutAsync(browser, files);
        Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);

        Assert.Equal(files, await browser.Client.GetStringAsync(Path));
    }

    [Fact]
    public async Task Who_has_not_seen_the_latest_replaces_nothing()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using var first = await PutAsync(browser, Simple, ifNoneMatch: true);
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        using var blind = await PutAsync(browser, Simple, ifNoneMatch: true);
        await blind.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "layout.stale");
        using var second = await PutAsync(browser, Simple, first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NoContent, second.StatusCode);

        using var stale = await PutAsync(browser, Simple.Replace("248", "300", StringComparison.Ordinal), first.Headers.ETag!.Tag);
        await stale.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "layout.stale");
        using var foreign = await PutAsync(browser, Simple, "\"of another server\"");
        await foreign.ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "layout.stale");

        Assert.Equal(Simple, await browser.Client.GetStringAsync(Path));
    }

    [Theory]
    [InlineData("""{"sideBar":{"shown":true,"width":"wide"}}""", "sideBar.width is not what")]
    [InlineData("{", "the body is not what")]
    [InlineData("null", "it is null")]
    [InlineData("{}", "sideBar is missing")]
    [InlineData("""{"sideBar":{"shown":true,"width":5000}}""", "sideBar.width is 5000")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{}}""", "root is neither a split nor a group")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[],"active":"a"}},"active":1}""", "root.group.tabs is empty")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":0,"tabs":[],"active":"a"}},"active":1}""", "root.group.id is 0")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"b"}},"active":1}""", "root.group.active is b")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}}}""", "active is missing")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}},"active":7}""", "active names the group 7")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"},{"session":"a","kind":"terminal"}],"active":"a"}},"active":1}""", "root.group.tabs[1].session is a, which has a tab already")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a\n","kind":"terminal"}],"active":"a"}},"active":1}""", "root.group.tabs[0].session is not printable")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"session":"a","kind":"file","path":"a"}],"active":"a"}},"active":1}""", "root.group.tabs[0] is both a session and a file")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"kind":"file","path":"a"},{"kind":"file","path":"a"}],"active":"file:a"}},"active":1}""", "root.group.tabs[1].path is a, which has a tab already")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"group":{"id":1,"tabs":[{"kind":"file"}],"active":"a"}},"active":1}""", "root.group.tabs[0].session is missing")]
    [InlineData("""{"sideBar":{"shown":true,"width":248,"view":""}}""", "sideBar.view is empty")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"split":{"direction":"ring","ratios":[],"parts":[]}},"active":1}""", "root.split.direction is ring")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"split":{"direction":"row","ratios":[1],"parts":[{}]}},"active":1}""", "root.split.parts has 1")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"split":{"direction":"row","ratios":[0.5],"parts":[{},{}]}},"active":1}""", "root.split.ratios has 1 for 2 parts")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"split":{"direction":"row","ratios":[0.5,0.4],"parts":[{},{}]}},"active":1}""", "root.split.ratios add up to 0.9")]
    [InlineData("""{"sideBar":{"shown":true,"width":248},"root":{"split":{"direction":"row","ratios":[0.5,0.5],"parts":[{"group":{"id":1,"tabs":[{"session":"a","kind":"terminal"}],"active":"a"}},{"group":{"id":1,"tabs":[{"session":"b","kind":"terminal"}],"active":"b"}}]}},"active":1}""", "root.split.parts[1].group.id is 1, as another group's")]
    public async Task What_no_page_could_show_is_refused_naming_the_place_and_the_old_one_stays(string layout, string place)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using var kept = await PutAsync(browser, Simple);

        using var refused = await PutAsync(browser, layout);

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "layout.invalid");
        Assert.Contains(place, problem.Detail, StringComparison.Ordinal);
        Assert.Equal(Simple, await browser.Client.GetStringAsync(Path));
    }

    [Fact]
    public async Task Too_many_splits_within_each_other_are_refused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        var node = """{"group":{"id":1,"tabs":[{"session":"s1","kind":"terminal"}],"active":"s1"}}""";
        for (var id = 2; id < 19; id++)
        {
            node = $$$"""{"split":{"direction":"row","ratios":[0.5,0.5],"parts":[{"group":{"id":{{{id}}},"tabs":[{"session":"s{{{id}}}","kind":"terminal"}],"active":"s{{{id}}}"}},{{{node}}}]}}""";
        }

        using var refused = await PutAsync(browser, $$$"""{"sideBar":{"shown":true,"width":248},"root":{{{node}}},"active":1}""");

        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "layout.invalid");
        Assert.Contains("more than 16", problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task More_than_64_KiB_are_refused(bool chunked)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, Path) { Content = new StringContent(Simple + new string(' ', 64 * 1024), Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked ? true : null;

        using var refused = await browser.Client.SendAsync(request);

        await refused.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "layout.too-large");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public async Task There_are_eight_windows(int window)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();

        using var refused = await browser.Client.GetAsync($"{Path}?window={window}");

        await refused.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "layout.invalid");
    }

    [Fact]
    public async Task A_program_has_no_layout()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var refused = await server.Program().GetAsync(Path);

        await refused.ShouldBeProblemAsync(HttpStatusCode.Conflict, "layout.no-device");
    }

    private static async Task<HttpResponseMessage> PutAsync(SignedInBrowser browser, string layout, string? ifMatch = null, bool ifNoneMatch = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Path) { Content = new StringContent(layout, Encoding.UTF8, "application/json") };
        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        }

        if (ifNoneMatch)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        return await browser.Client.SendAsync(request);
    }
}
