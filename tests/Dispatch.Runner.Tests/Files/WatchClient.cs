using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Tests.Files;

/// <summary>A client that shows some folders and has some files open.</summary>
internal sealed class WatchClient : IDisposable
{
    private readonly FilesFixture _files;

    private WatchClient(FilesFixture files) => _files = files;

    public ClientWebSocket Socket { get; } = new();

    public static async Task<WatchClient> ConnectAsync(FilesFixture files, string[] folders, string[] open)
    {
        var client = new WatchClient(files);
        client.Socket.Options.AddSubProtocol(WatchProtocol.Subprotocol);
        client.Socket.Options.SetRequestHeader("Authorization", $"Bearer {files.Runner.Token()}");
        using var invoker = new HttpMessageInvoker(files.Runner.Handler());
        await client.Socket.ConnectAsync(new Uri("ws://runner/api/workspaces/default/files/watch"), invoker, RunnerFixture.Patience);
        await client.SendAsync(new WatchFolders(folders));
        await client.SendAsync(new WatchFiles(open));
        return client;
    }

    /// <summary>Changes something in the folder until it is told: then that folder is watched, and those that were asked for before it.</summary>
    public async Task ReadyAsync(string folder = "")
    {
        var told = ReceiveAsync<FilesChanged>(changed => changed.Folders.Contains(folder));
        for (var i = 0; !told.IsCompleted; i++)
        {
            _files.Write(Path.Combine(folder, "ready"), $"{i}");
            await Task.WhenAny(told, Task.Delay(20));
        }

        await told;
    }

    public async Task<T> ReceiveAsync<T>(Func<T, bool> wanted)
        where T : FromWatch
    {
        var buffer = new byte[64 * 1024];
        var patience = RunnerFixture.Patience;
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer.AsMemory(), patience);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            if (JsonSerializer.Deserialize(buffer.AsSpan(0, received.Count), Protocol.Wire.Default.FromWatch) is T message && wanted(message))
            {
                return message;
            }
        }
    }

    public void Dispose() => Socket.Dispose();

    private async Task SendAsync(ToWatch message) => await Socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message, Protocol.Wire.Default.ToWatch), WebSocketMessageType.Text, endOfMessage: true, RunnerFixture.Patience);
}
