using System.Buffers;
using System.Buffers.Binary;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>A name in a folder and what the folder says of it, which costs no look at the file.</summary>
/// <param name="Name">As text.</param>
/// <param name="Kind">Null where the disk's format doesn't say.</param>
internal readonly record struct FolderName(string Name, FileKind? Kind);

/// <summary>The names in a folder: all of them, but those that this program has there for a moment.</summary>
internal static class FolderReader
{
    private const int HeaderSize = 19;

    /// <param name="hidden">True: those too.</param>
    public static List<FolderName> Read(Descriptor folder, string path, bool hidden = false)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            return Read(folder, path, hidden, buffer);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What it is, with a look at it where the folder doesn't say.</summary>
    public static FileKind? KindOf(Descriptor folder, FolderName name) =>
        name.Kind ?? (FileStat.TryOf(folder, FilePath.ToNative(name.Name), out var stat) == 0 ? stat.Kind : null);

    private static unsafe List<FolderName> Read(Descriptor folder, string path, bool hidden, byte[] buffer)
    {
        var names = new List<FolderName>();
        while (true)
        {
            nint length;
            fixed (byte* start = buffer)
            {
                length = Libc.ReadEntries(folder, start, buffer.Length);
            }

            if (length <= 0)
            {
                return length == 0 ? names : throw FileFault.Last(path);
            }

            for (var rest = buffer.AsSpan(0, (int)length); !rest.IsEmpty;)
            {
                var size = BinaryPrimitives.ReadUInt16LittleEndian(rest[16..]);
                var name = rest[HeaderSize..size];
                name = name[..name.IndexOf((byte)0)];
                if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && (hidden || !name.StartsWith(Temporary.Prefix)))
                {
                    names.Add(new FolderName(FileName.ToText(name), KindOf(rest[18])));
                }

                rest = rest[size..];
            }
        }
    }

    private static FileKind? KindOf(byte type) => type switch
    {
        0 => null,
        4 => FileKind.Folder,
        8 => FileKind.File,
        10 => FileKind.Link,
        _ => FileKind.Other,
    };
}
