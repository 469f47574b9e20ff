using System.Net.WebSockets;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Server;

namespace Dispatch.Server.Tests.Support;

/// <summary>Reads the stream of a server.</summary>
internal static class Streams
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The next message of that type; others on the way are passed over.</summary>
    public static async Task<T> NextAsync<T>(this ClientWebSocket stream)
        where T : StreamMessage
    {
        var buffer = new byte[64 * 1024];
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // In all: heartbeats would keep it waiting for ever.
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"no {typeof(T).Name} came");
            var got = await stream.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(Patience);
            Assert.True(got.EndOfMessage);
            if (JsonSerializer.Deserialize(buffer.AsSpan(0, got.Count), Wire.Default.StreamMessage) is T wanted)
            {
                return wanted;
            }
        }
    }
}
