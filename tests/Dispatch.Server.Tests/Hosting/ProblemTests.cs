using System.Net;
using System.Net.Sockets;
using System.Text;
using Dispatch.Server.Access;
using Dispatch.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Dispatch.Server.Tests.Hosting;

public sealed class ProblemTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Errors_of_every_kind_are_problems()
    {
        await using var server = await RunningServer.StartAsync(_folder, map: app =>
            app.MapGet("/api/broken", string () => throw new InvalidOperationException("with a secret in it")).Public());
        var program = server.Program();

        using var missing = await program.GetAsync("/api/nowhere");
        await missing.ShouldBeProblemAsync(HttpStatusCode.NotFound, "request.not-found");

        using var method = await program.PutAsync("/api/me", null);
        await method.ShouldBeProblemAsync(HttpStatusCode.MethodNotAllowed, "request.method-not-allowed");
        Assert.Contains("GET", method.Content.Headers.Allow);

        using var type = await program.PostAsync("/api/sign-in", new StringContent("key", Encoding.UTF8, "text/plain"));
        await type.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "request.media-type");

        using var malformed = await program.PostAsync("/api/sign-in", new StringContent("{\"key\":", Encoding.UTF8, "application/json"));
        await malformed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");

        using var empty = await program.PostAsync("/api/sign-in", new StringContent("{}", Encoding.UTF8, "application/json"));
        await empty.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "access.key-wrong");

        // The refusal comes before the body is read; a client that doesn't wait for it may find the connection closed under its writing.
        using var tooLarge = new HttpRequestMessage(HttpMethod.Post, "/api/sign-in")
        {
            Content = new StringContent(new string(' ', 2_000_000), Encoding.UTF8, "application/json"),
            Headers = { ExpectContinue = true },
        };
        using var large = await program.SendAsync(tooLarge);
        await large.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "request.too-large");

        using var broken = await program.GetAsync("/api/broken");
        var problem = await broken.ShouldBeProblemAsync(HttpStatusCode.InternalServerError, "server.failed");
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);

        using var stream = await program.GetAsync("/api/stream");
        await stream.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "stream.not-websocket");
    }

    [Fact]
    public async Task Random_bytes_on_the_port_disturb_nobody()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var random = new Random(7);
        for (var i = 0; i < 20; i++)
        {
            var bytes = new byte[random.Next(1, 4000)];
            random.NextBytes(bytes);
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, server.Url.Port);
            await socket.GetStream().WriteAsync(bytes);
        }

        using var response = await server.Program().GetAsync("/api/me");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
