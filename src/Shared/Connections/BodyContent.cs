using System.Buffers;
using System.IO.Pipelines;
using System.Net;

namespace Dispatch.Connections;

/// <summary>
/// A request's body, handed on in pieces as large as what has come. As a stream it would go in the 4 KB in which it is read, each a call of
/// the system of its own.
/// </summary>
internal sealed class BodyContent(PipeReader body, long? length) : HttpContent
{
    private const int Largest = 128 * 1024;

    /// <summary>Bytes that were handed on so far.</summary>
    public long Sent { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Largest);
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(cancellationToken);
                for (var rest = read.Buffer; !rest.IsEmpty;)
                {
                    var piece = rest.Slice(0, Math.Min(rest.Length, Largest));
                    if (piece.IsSingleSegment)
                    {
                        await stream.WriteAsync(piece.First, cancellationToken);
                    }
                    else
                    {
                        piece.CopyTo(buffer);
                        await stream.WriteAsync(buffer.AsMemory(0, (int)piece.Length), cancellationToken);
                    }

                    Sent += piece.Length;
                    rest = rest.Slice(piece.End);
                }

                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
