using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Dispatch.Runner.Blobs;

/// <summary>
/// Contents of files, each once, found by its SHA-256, compressed, in a folder of the runner's own: never in the user's repository. It is
/// bounded: what was longest not put in again goes first, and whoever asks for it is told that it isn't kept any more.
/// </summary>
internal sealed class BlobStore(string folder, long most, TimeProvider time)
{
    /// <summary>Bytes of one content; what is larger isn't kept.</summary>
    public const int LargestContent = 1024 * 1024;

    // What a prune leaves, so that not each of the next has to prune again.
    private const double LeftOfIt = 0.8;
    private static readonly TimeSpan OftenestTouch = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private long? _size;

    /// <param name="durable">Synced to the disk before it returns: a power cut doesn't take it. One that is torn is found so by its hash.</param>
    /// <returns>The content's name: 64 hexadecimal digits.</returns>
    public string Put(ReadOnlySpan<byte> content, bool durable = false)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        var path = PathOf(hash);
        if (File.Exists(path))
        {
            Touch(path);
            return hash;
        }

        var made = Path.Combine(folder, $".{Guid.NewGuid():n}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
        try
        {
            using (var file = new FileStream(made, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            {
                using (var packed = new BrotliStream(file, CompressionLevel.Fastest, leaveOpen: true))
                {
                    packed.Write(content);
                }

                if (durable)
                {
                    file.Flush(flushToDisk: true);
                }

                Grow(file.Length);
            }

            File.Move(made, path, overwrite: true);
            return hash;
        }
        catch
        {
            File.Delete(made);
            throw;
        }
    }

    /// <returns>Null when it isn't kept, or damaged.</returns>
    public byte[]? Find(string hash)
    {
        try
        {
            if (!IsName(hash))
            {
                return null;
            }

            using var packed = new BrotliStream(File.OpenRead(PathOf(hash)), CompressionMode.Decompress);
            var content = new ArrayBufferWriter<byte>(4096);
            for (int read; (read = packed.Read(content.GetSpan(4096))) > 0;)
            {
                content.Advance(read);
                if (content.WrittenCount > LargestContent)
                {
                    return null;
                }
            }

            var bytes = content.WrittenSpan.ToArray();
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static bool IsName(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    private string PathOf(string hash) => Path.Combine(folder, hash[..2], hash[2..]);

    private void Touch(string path)
    {
        try
        {
            if (time.GetUtcNow() - File.GetLastWriteTimeUtc(path) > OftenestTouch)
            {
                File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            }
        }
        catch (IOException)
        {
            // Pruned at this moment: then it isn't kept, as anything may not be.
        }
    }

    private void Grow(long bytes)
    {
        lock (_gate)
        {
            _size = (_size ?? All().Sum(file => file.Length)) + bytes;
            if (_size > most)
            {
                Prune();
            }
        }
    }

    private void Prune()
    {
        var left = 0L;
        foreach (var file in All().OrderByDescending(file => file.LastWriteTimeUtc))
        {
            if (left + file.Length > most * LeftOfIt)
            {
                file.Delete();
                continue;
            }

            left += file.Length;
        }

        _size = left;
    }

    private IEnumerable<FileInfo> All() => new DirectoryInfo(folder) is { Exists: true } there ? there.EnumerateFiles("*", SearchOption.AllDirectories) : [];
}
