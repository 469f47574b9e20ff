using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Hosting;

public sealed class StaticPageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly DirectoryInfo _page = Directory.CreateTempSubdirectory("dsp-page-");

    public StaticPageTests()
    {
        Directory.CreateDirectory(Path.Combine(_page.FullName, "assets"));
        File.WriteAllText(Path.Combine(_page.FullName, "index.html"), "<title>Dispatch</title>");
        File.WriteAllText(Path.Combine(_page.FullName, "assets", "app-4f3c.js"), "let dispatch");
        using var compressed = new BrotliStream(File.Create(Path.Combine(_page.FullName, "assets", "app-4f3c.js.br")), CompressionLevel.Optimal);
        compressed.Write("let dispatch"u8);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _page.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/sessions/default/abc")]
    public async Task The_pages_own_addresses_give_the_page_and_are_asked_for_anew(string path)
    {
        await using var server = await StartAsync();

        using var response = await server.Browser().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("<title>Dispatch</title>", await response.Content.ReadAsStringAsync());
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task An_asset_is_kept_for_good_and_comes_compressed_to_who_takes_that()
    {
        await using var server = await StartAsync();
        var browser = server.Browser();
        using var plain = await browser.GetAsync("/assets/app-4f3c.js");
        Assert.Equal("let dispatch", await plain.Content.ReadAsStringAsync());
        Assert.True(plain.Headers.CacheControl is { Public: true, MaxAge.TotalDays: 365 });
        Assert.Equal("text/javascript; charset=utf-8", plain.Content.Headers.ContentType?.ToString());

        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/app-4f3c.js");
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var compressed = await browser.SendAsync(request);

        Assert.Equal(["br"], compressed.Content.Headers.ContentEncoding);
        await using var expanded = new BrotliStream(await compressed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(expanded, Encoding.UTF8);
        Assert.Equal("let dispatch", await reader.ReadToEndAsync());
        Assert.Equal("Accept-Encoding", compressed.Headers.Vary.Single());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/assets/app-4f3c.js");
        again.Headers.IfNoneMatch.Add(plain.Headers.ETag!);
        using var unchanged = await browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Theory]
    [InlineData("/assets/gone-1234.js")]
    [InlineData("/assets/gone")]
    [InlineData("/robots.txt")]
    [InlineData("/api/nowhere")]
    [InlineData("/..%2fkey")]
    [InlineData("/%2e%2e/key")]
    public async Task What_is_not_there_is_not_the_page(string path)
    {
        await using var server = await StartAsync();

        using var response = await server.Browser().GetAsync(path);

        Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain(server.Key, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            await response.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.not-found");
        }
    }

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync(_folder, options => options with { WebRoot = _page.FullName });
}
