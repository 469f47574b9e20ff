using System.Buffers.Binary;
using System.Net.Sockets;
using Dispatch.Protocol;
using Dispatch.Runner.Keeper;

namespace Dispatch.Runner.Tests.Keeper;

/// <summary>A connection that says whatever a test wants.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    public RawClient(DataFolder folder) => _socket.Connect(new UnixDomainSocketEndPoint(folder.KeeperSocket));

    public static byte[] Frame(FrameType type, params byte[] fields)
    {
        var frame = new byte[5 + fields.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, 1 + fields.Length);
        frame[4] = (byte)type;
        fields.CopyTo(frame, 5);
        return frame;
    }

    public static byte[] Hello(ushort version = KeeperProtocol.Version) =>
        Frame(FrameType.Hello, [.. BitConverter.GetBytes(KeeperProtocol.Magic), .. BitConverter.GetBytes(version)]);

    /// <summary>What the keeper takes of it; it may close the connection before the end.</summary>
    public async Task SendAsync(params byte[] bytes)
    {
        try
        {
            await _socket.SendAsync(bytes, KeeperFixture.Patience);
        }
        catch (SocketException)
        {
            // Closed by the keeper: the point of most of these tests.
        }
    }

    public async Task<byte[]> ReceiveAsync(int count)
    {
        var bytes = new byte[count];
        for (var received = 0; received < count;)
        {
            var more = await _socket.ReceiveAsync(bytes.AsMemory(received), KeeperFixture.Patience);
            Assert.NotEqual(0, more);
            received += more;
        }

        return bytes;
    }

    public async Task UntilClosedAsync()
    {
        var bytes = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(bytes, KeeperFixture.Patience) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: closed with something unread.
        }
    }

    public void Dispose() => _socket.Dispose();
}
