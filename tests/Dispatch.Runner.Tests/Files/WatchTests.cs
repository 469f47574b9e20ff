using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Tests.Files;

public sealed class WatchTests : IAsyncLifetime
{
    private FilesFixture _files = null!;

    public async Task InitializeAsync() => _files = await FilesFixture.StartAsync();

    public async Task DisposeAsync() => await _files.DisposeAsync();

    [Fact]
    public async Task A_change_in_a_watched_folder_is_told_and_one_elsewhere_is_not()
    {
        _files.Write("shown/a", "1");
        _files.Write("hidden/a", "1");
        using var socket = await WatchAsync(["", "shown"], ["shown/a", "link"]);
        await ReadyAsync(socket);

        _files.Write("hidden/b", "1");
        _files.Write("shown/b", "1");
        var changed = await ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains("shown"));
        Assert.DoesNotContain("hidden", changed.Folders);
        await File.WriteAllTextAsync(_files.At("shown/a"), "2");
        await ReceiveAsync<FilesChanged>(socket, changed => changed.Files.Contains("shown/a"));

        // Also when it is put in its place, as editors and this program do.
        await _files.PutAsync("shown/a", "3");
        await ReceiveAsync<FilesChanged>(socket, changed => changed.Files.Contains("shown/a"));
        Directory.Delete(_files.At("shown"), recursive: true);
        await ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains("shown"));

        // It comes back and is watched again by itself.
        _files.Write("shown/again", "1");
        await ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains("shown"));
    }

    [Fact]
    public async Task A_change_is_told_within_a_moment()
    {
        using var socket = await WatchAsync([""], []);
        await ReadyAsync(socket);
        var best = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var name = $"f{i}";
            var since = Stopwatch.GetTimestamp();
            _files.Write(name, "1");
            await ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains(""));
            best = Math.Min(best, Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Assert.True(best < 150, $"{best} ms");
    }

    [Fact]
    public async Task What_is_no_path_of_the_workspace_ends_the_connection_with_the_reason()
    {
        using var socket = await WatchAsync(["../outside"], []);
        var buffer = new byte[1000];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), RunnerFixture.Patience);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (received.MessageType, socket.CloseStatus));
    }

    [Fact]
    public async Task A_link_out_is_not_watched()
    {
        _files.Link("out", _files.Outside);
        using var socket = await WatchAsync(["", "out"], ["out/secret"]);
        await ReadyAsync(socket);
        await File.WriteAllTextAsync(Path.Combine(_files.Outside, "secret"), "treasure");
        _files.Write("after", "1");
        var changed = await ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains(""));
        Assert.DoesNotContain("out", changed.Folders);
        Assert.Empty(changed.Files);
    }

    private async Task<ClientWebSocket> WatchAsync(string[] folders, string[] files)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(WatchProtocol.Subprotocol);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {_files.Runner.Token()}");
        using var invoker = new HttpMessageInvoker(_files.Runner.Handler());
        await socket.ConnectAsync(new Uri("ws://runner/api/workspaces/default/files/watch"), invoker, RunnerFixture.Patience);
        await SendAsync(socket, new WatchFolders(folders));
        await SendAsync(socket, new WatchFiles(files));
        return socket;
    }

    /// <summary>Changes something until it is told: then all that was asked for is watched.</summary>
    private async Task ReadyAsync(ClientWebSocket socket)
    {
        var told = ReceiveAsync<FilesChanged>(socket, changed => changed.Folders.Contains(""));
        for (var i = 0; !told.IsCompleted; i++)
        {
            _files.Write("ready", $"{i}");
            await Task.WhenAny(told, Task.Delay(20));
        }

        await told;
    }

    private static async Task SendAsync(ClientWebSocket socket, ToWatch message) => await socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, Protocol.Wire.Default.ToWatch), WebSocketMessageType.Text, endOfMessage: true, RunnerFixture.Patience);

    private static async Task<T> ReceiveAsync<T>(ClientWebSocket socket, Func<T, bool> wanted)
        where T : FromWatch
    {
        var buffer = new byte[64 * 1024];
        var patience = RunnerFixture.Patience;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), patience);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            if (JsonSerializer.Deserialize(buffer.AsSpan(0, received.Count), Protocol.Wire.Default.FromWatch) is T message && wanted(message))
            {
                return message;
            }
        }
    }
}
