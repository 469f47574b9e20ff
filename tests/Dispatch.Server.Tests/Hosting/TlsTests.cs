using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;
using Dispatch.Server.Tests.Support;

namespace Dispatch.Server.Tests.Hosting;

public sealed class TlsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Under_TLS_the_cookie_is_secure_and_sockets_still_open()
    {
        var (certificate, key, thumbprint) = await WriteCertificateAsync();
        await using var server = await RunningServer.StartAsync(_folder, options => options with { TlsCertificate = certificate, TlsKey = key });
        Assert.Equal(Uri.UriSchemeHttps, server.Url.Scheme);
        using var browser = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint },
        })
        {
            BaseAddress = server.Url,
            DefaultRequestVersion = HttpVersion.Version20,
        };
        browser.DefaultRequestHeaders.Add("Origin", server.Url.GetLeftPart(UriPartial.Authority));

        using var response = await browser.PostAsJsonAsync("/api/sign-in", new SignInWithKey(server.Key), Wire.Default.SignInWithKey);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpVersion.Version11, response.Version);
        Assert.True(response.Headers.Contains("Strict-Transport-Security"));
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith($"__Host-dispatch-{server.Url.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);

        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("dispatch.v1");
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint;
        socket.Options.SetRequestHeader("Cookie", cookie.Split(';')[0]);
        socket.Options.SetRequestHeader("Origin", server.Url.GetLeftPart(UriPartial.Authority));
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Url, "/api/stream")) { Scheme = "wss" }.Uri, CancellationToken.None);
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_name_of_its_own_is_for_people_and_programs_here_are_told_the_address()
    {
        var (certificate, key, _) = await WriteCertificateAsync();
        await using var server = await RunningServer.StartAsync(
            _folder, options => options with { TlsCertificate = certificate, TlsKey = key, AllowedHosts = ["dev.example.org"] });

        var state = JsonSerializer.Deserialize(await File.ReadAllBytesAsync(_folder.Data.ServerStateFile), Wire.Default.ServerStateFile)!;

        Assert.Equal(($"https://dev.example.org:{server.Url.Port}", $"127.0.0.1:{server.Url.Port}"), (state.Url, state.Listens));
    }

    [Fact]
    public async Task The_other_servers_of_localhost_are_not_forced_to_TLS()
    {
        var (certificate, key, thumbprint) = await WriteCertificateAsync();
        await using var server = await RunningServer.StartAsync(_folder, options => options with { TlsCertificate = certificate, TlsKey = key });
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint } }) { BaseAddress = server.Url };
        client.DefaultRequestHeaders.Host = $"localhost:{server.Url.Port}";

        using var response = await client.GetAsync("/healthz");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
    }

    private async Task<(string Certificate, string Key, string Thumbprint)> WriteCertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var (certificateFile, keyFile) = (Path.Combine(_folder.Data.Root, "cert.pem"), Path.Combine(_folder.Data.Root, "key.pem"));
        await File.WriteAllTextAsync(certificateFile, made.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile, made.Thumbprint);
    }
}
