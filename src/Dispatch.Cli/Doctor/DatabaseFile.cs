using System.Buffers.Binary;

namespace Dispatch.Cli.Doctor;

/// <summary>
/// The first 100 bytes of an SQLite file (sqlite.org/fileformat2.html, 1.3), read as a file: that disturbs nobody who has it open, since
/// this process has no connection to it whose locks a second descriptor would drop.
/// </summary>
internal static class DatabaseFile
{
    private const int HeaderLength = 100;

    /// <summary>Why it can't be what it should be; null when its head is sound, or when it is empty and yet to be filled.</summary>
    public static string? Fault(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            return null;
        }

        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("SQLite format 3\0"u8))
        {
            return "is no database";
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65536 : size;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        var countIsValid = header.Slice(24, 4).SequenceEqual(header.Slice(92, 4));
        return countIsValid && !HasLog(path) && file.Length < (long)pageSize * pages
            ? $"is cut off: {file.Length} bytes are there of {(long)pageSize * pages}"
            : null;
    }

    /// <summary>With pages in the write-ahead log, a checkpoint may have begun to write beyond the present end.</summary>
    private static bool HasLog(string path) => new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
}
