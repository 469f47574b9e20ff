using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Hosting;

public sealed class SecurityHeadersTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/api/me")]
    [InlineData("/nowhere.js")]
    public async Task Every_answer_tells_the_browser_what_it_may_not_do(string path)
    {
        await using var server = await RunningServer.StartAsync(_folder);

        using var response = await server.Browser().GetAsync(path);

        string Header(string name) => response.Headers.GetValues(name).Single();
        var policy = Header("Content-Security-Policy").Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("worker-src 'self' blob:", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }
}
