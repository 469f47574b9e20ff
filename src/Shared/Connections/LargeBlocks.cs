using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Dispatch.Connections;

/// <summary>
/// The memory that a server's connections read into and write from, in blocks of 64 KB. Kestrel's own have 4 KB, and so has each call of the
/// system: a file of 256 MB would take 65,000 of them, in each program that it passes. A connection that waits for data holds no block.
/// </summary>
internal sealed class LargeBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    public const int BlockBytes = 64 * 1024;

    /// <summary>So much of an answer may wait to be sent: enough that the next piece is read while one is sent.</summary>
    public const int BufferedBytes = 4 * BlockBytes;

    // What is returned beyond 8 MB is left to the collector: so much is in use only while many connections are busy at once.
    private const int MostKept = 128;

    private readonly ConcurrentQueue<Block> _free = new();
    private int _kept;

    public override int MaxBufferSize => BlockBytes;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        if (!_free.TryDequeue(out var block))
        {
            return new Block(this);
        }

        Interlocked.Decrement(ref _kept);
        return block;
    }

    /// <summary>Nothing: connections that end after their server give their blocks back still.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private void Return(Block block)
    {
        if (Interlocked.Increment(ref _kept) > MostKept)
        {
            Interlocked.Decrement(ref _kept);
            return;
        }

        _free.Enqueue(block);
    }

    /// <summary>Pinned, as the system writes into it.</summary>
    private sealed class Block(LargeBlocks pool) : IMemoryOwner<byte>
    {
        private readonly Memory<byte> _memory = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);

        public Memory<byte> Memory => _memory;

        public void Dispose() => pool.Return(this);
    }
}
