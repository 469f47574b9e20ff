using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.CompilerServices;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>What the system knows of a file.</summary>
internal readonly record struct FileStat(
    int TypeAndMode, long Size, ulong Inode, ulong Device, uint Owner, uint Group, long ModifiedTicks, long ModifiedNanoseconds, long ChangedNanoseconds)
{
    private const int TypeMask = 0xF000;
    private const int TypeFolder = 0x4000;
    private const int TypeFile = 0x8000;
    private const int TypeLink = 0xA000;
    private const int NoFollow = 0x100;
    private const int Empty = 0x1000;
    private const uint Basic = 0x7FF;

    public int Mode => TypeAndMode & 0xFFF;

    public DateTimeOffset Modified => new(ModifiedTicks, TimeSpan.Zero);

    /// <summary>When anything of it changed last; nobody can set that.</summary>
    public DateTimeOffset Changed => DateTimeOffset.UnixEpoch.AddTicks(ChangedNanoseconds / 100);

    public FileKind Kind => (TypeAndMode & TypeMask) switch
    {
        TypeFile => FileKind.File,
        TypeFolder => FileKind.Folder,
        TypeLink => FileKind.Link,
        _ => FileKind.Other,
    };

    /// <summary>
    /// Another one after any change of content: a file put in its place has another inode, one written in place another time. The time of change
    /// is in it too, as that of the content can be set back.
    /// </summary>
    public string Revision => string.Create(
        CultureInfo.InvariantCulture, $"{Inode:x}-{Size:x}-{ModifiedNanoseconds:x}-{ChangedNanoseconds - ModifiedNanoseconds:x}");

    public bool IsSame(FileStat other) => Inode == other.Inode && Device == other.Device;

    public static FileStat Of(Descriptor file, string path) => TryOf(file, "\0"u8, Empty, out var stat) == 0 ? stat : throw FileFault.Last(path);

    /// <summary>An entry of a folder, a link as a link.</summary>
    /// <param name="name">Ends in NUL.</param>
    /// <returns>The error, 0 for none.</returns>
    public static int TryOf(Descriptor folder, ReadOnlySpan<byte> name, out FileStat stat) => TryOf(folder, name, NoFollow, out stat);

    private static unsafe int TryOf(Descriptor folder, ReadOnlySpan<byte> name, int flags, out FileStat stat)
    {
        var raw = stackalloc byte[256];
        fixed (byte* start = name)
        {
            if (Libc.StatX(folder, start, flags, Basic, raw) != 0)
            {
                stat = default;
                return Errno.Last;
            }
        }

        // struct statx: the same on every architecture.
        var fields = new ReadOnlySpan<byte>(raw, 256);
        var (seconds, nanoseconds) = Time(fields[112..]);
        var (changed, changedRest) = Time(fields[96..]);
        stat = new FileStat(
            BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields[40..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[136..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[24..]),
            Ticks(seconds, nanoseconds),
            unchecked((seconds * 1_000_000_000) + nanoseconds),
            unchecked((changed * 1_000_000_000) + changedRest));
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (long Seconds, uint Nanoseconds) Time(ReadOnlySpan<byte> at) =>
        (BinaryPrimitives.ReadInt64LittleEndian(at), BinaryPrimitives.ReadUInt32LittleEndian(at[8..]));

    // A file's time may be any number; .NET's aren't.
    private static long Ticks(long seconds, uint nanoseconds)
    {
        var inRange = Math.Clamp(seconds, -62_135_596_800, 253_402_300_799);
        return DateTimeOffset.UnixEpoch.Ticks + (inRange * TimeSpan.TicksPerSecond) + (nanoseconds / 100);
    }
}
