using System.Diagnostics;
using System.Net.WebSockets;
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
        using var client = await WatchClient.ConnectAsync(_files, ["", "shown"], ["shown/a", "link"]);
        await client.ReadyAsync();

        _files.Write("hidden/b", "1");
        _files.Write("shown/b", "1");
        var changed = await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains("shown"));
        Assert.DoesNotContain("hidden", changed.Folders);
        await File.WriteAllTextAsync(_files.At("shown/a"), "2");
        await client.ReceiveAsync<FilesChanged>(changed => changed.Files.Contains("shown/a"));

        // Also when it is put in its place, as editors and this program do.
        await _files.PutAsync("shown/a", "3");
        await client.ReceiveAsync<FilesChanged>(changed => changed.Files.Contains("shown/a"));
        Directory.Delete(_files.At("shown"), recursive: true);
        await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains("shown"));

        // It comes back and is watched again by itself.
        _files.Write("shown/again", "1");
        await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains("shown"));
    }

    [Fact]
    public async Task A_change_is_told_within_a_moment()
    {
        using var client = await WatchClient.ConnectAsync(_files, [""], []);
        await client.ReadyAsync();
        var best = double.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var name = $"f{i}";
            var since = Stopwatch.GetTimestamp();
            _files.Write(name, "1");
            await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains(""));
            best = Math.Min(best, Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        Assert.True(best < 150, $"{best} ms");
    }

    [Fact]
    public async Task What_is_no_path_of_the_workspace_ends_the_connection_with_the_reason()
    {
        using var client = await WatchClient.ConnectAsync(_files, ["../outside"], []);
        var buffer = new byte[1000];
        var received = await client.Socket.ReceiveAsync(buffer.AsMemory(), RunnerFixture.Patience);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (received.MessageType, client.Socket.CloseStatus));
    }

    [Fact]
    public async Task A_link_out_is_not_watched()
    {
        _files.Link("out", _files.Outside);
        using var client = await WatchClient.ConnectAsync(_files, ["", "out"], ["out/secret"]);
        await client.ReadyAsync();
        await File.WriteAllTextAsync(Path.Combine(_files.Outside, "secret"), "treasure");
        _files.Write("after", "1");
        var changed = await client.ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains(""));
        Assert.DoesNotContain("out", changed.Folders);
        Assert.Empty(changed.Files);
    }
}
