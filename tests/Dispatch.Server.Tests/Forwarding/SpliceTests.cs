using System.Net.WebSockets;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.Forwarding;

public sealed class SpliceTests : IDisposable
{
    private const string Attach = "/api/workspaces/default/sessions/abc/attach";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Twenty_megabytes_pass_both_ways_byte_for_byte()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var socket = await server.ConnectAsync(Attach);
        Assert.Equal("dispatch.v1", socket.SubProtocol);
        var sent = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(sent);

        var sending = SendAsync(socket, sent);
        var received = new byte[sent.Length];
        var length = 0;
        while (length < received.Length)
        {
            length += (await socket.ReceiveAsync(received.AsMemory(length), CancellationToken.None).AsTask().WaitAsync(Patience)).Count;
        }

        await sending;
        Assert.True(sent.AsSpan().SequenceEqual(received));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(WebSocketState.Closed, socket.State);
    }

    [Fact]
    public async Task Signing_out_cuts_what_the_browser_has_open_and_nothing_else()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        var other = await server.SignInAsync();
        using var socket = await server.ConnectAsync(Attach, browser);
        using var untouched = await server.ConnectAsync(Attach, other);
        await EchoAsync(socket);

        using var response = await browser.Client.PostAsync("/api/sign-out", null);

        await ShouldBeCutAsync(socket);
        await EchoAsync(untouched);
    }

    [Fact]
    public async Task Signing_a_device_out_from_another_cuts_it()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using var socket = await server.ConnectAsync(Attach, browser);
        await EchoAsync(socket);

        using var response = await server.Program().DeleteAsync("/api/devices/" + browser.Me.Device);

        await ShouldBeCutAsync(socket);
    }

    [Fact]
    public async Task A_key_rotated_beside_the_server_cuts_everything()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await server.ConnectAsync(Attach);
        using var browser = await server.ConnectAsync(Attach, await server.SignInAsync());
        await EchoAsync(program);
        await EchoAsync(browser);

        await RotateKey.RunAsync(server.Options with { RotateKey = true }, TimeProvider.System, CancellationToken.None);

        await ShouldBeCutAsync(program);
        await ShouldBeCutAsync(browser);
    }

    [Fact]
    public async Task A_device_signed_out_by_another_replica_is_cut()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        var browser = await server.SignInAsync();
        using var socket = await server.ConnectAsync(Attach, browser);
        await EchoAsync(socket);

        await server.Services.GetRequiredService<DeviceStore>().RemoveAsync(browser.Me.Principal, browser.Me.Device!, CancellationToken.None);

        await ShouldBeCutAsync(socket);
    }

    [Fact]
    public async Task The_end_of_the_runner_ends_the_clients_socket()
    {
        var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var socket = await server.ConnectAsync(Attach);
        await EchoAsync(socket);

        await runner.DisposeAsync();

        await ShouldBeCutAsync(socket);
    }

    [Fact]
    public async Task A_client_that_comes_while_the_server_stops_is_cut_too()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var before = await server.ConnectAsync(Attach);
        await EchoAsync(before);

        server.Services.GetRequiredService<LiveConnections>().End();

        await ShouldBeCutAsync(before);
        using var late = await server.ConnectAsync(Attach);
        await ShouldBeCutAsync(late);
    }

    [Fact]
    public async Task Stopping_the_server_closes_sockets_and_does_not_wait_for_them()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder);
        using var socket = await server.ConnectAsync(Attach);
        await EchoAsync(socket);

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(4));

        await ShouldBeCutAsync(socket);
        Assert.False(File.Exists(_folder.Data.ServerStateFile));
    }

    private static async Task SendAsync(ClientWebSocket socket, byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += 50_000)
        {
            await socket.SendAsync(bytes.AsMemory(at, Math.Min(50_000, bytes.Length - at)), WebSocketMessageType.Binary, true, CancellationToken.None);
        }
    }

    private static async Task EchoAsync(ClientWebSocket socket)
    {
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        var buffer = new byte[16];
        var got = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal("hello"u8.ToArray(), buffer[..got.Count]);
    }

    private static async Task ShouldBeCutAsync(ClientWebSocket socket) =>
        await Assert.ThrowsAnyAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], CancellationToken.None).WaitAsync(Patience));
}
