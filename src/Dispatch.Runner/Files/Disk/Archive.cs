using System.IO.Compression;
using System.Text;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Disk;

/// <summary>A folder as a zip, written while it is read. A link is in it as what it says, and never followed.</summary>
internal static class Archive
{
    private const int Deepest = 400;
    private const int CopyBytes = 128 * 1024;
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2107, 12, 31, 0, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(Descriptor folder, FilePath path, string name, Stream into, CancellationToken cancellation)
    {
        var unreadable = new List<string>();
        await using var zip = await ZipArchive.CreateAsync(into, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        await AddFolderAsync(zip, folder, path, name.Length > 0 ? name + "/" : "", 0, unreadable, cancellation);
        if (unreadable.Count > 0)
        {
            var entry = zip.CreateEntry("NOT-INCLUDED.txt");
            await using var text = await entry.OpenAsync(cancellation);
            await text.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', unreadable) + "\n"), cancellation);
        }
    }

    private static async Task AddFolderAsync(
        ZipArchive zip, Descriptor folder, FilePath path, string prefix, int depth, List<string> unreadable, CancellationToken cancellation)
    {
        var names = FolderReader.Read(folder, path.Text);
        if (names.Count == 0 && prefix.Length > 0)
        {
            zip.CreateEntry(prefix);
        }

        foreach (var name in names.OrderBy(name => name.Name, NaturalOrder.Instance))
        {
            cancellation.ThrowIfCancellationRequested();
            var child = new Parent(folder, FilePath.ToNative(name.Name), path.Child(name.Name));
            try
            {
                await AddAsync(zip, child, prefix + name.Name, depth, unreadable, cancellation);
            }
            catch (FileFaultException fault)
            {
                unreadable.Add(fault.Message);
            }
        }
    }

    private static async Task AddAsync(
        ZipArchive zip, Parent child, string name, int depth, List<string> unreadable, CancellationToken cancellation)
    {
        var stat = child.Stat();
        switch (stat.Kind)
        {
            case FileKind.Folder when depth >= Deepest:
                throw FileFault.TooLarge(child.Path.Text, $"its folders lie more than {Deepest} deep");
            case FileKind.Folder:
                using (var inner = child.Open(OpenFlags.ReadOnly | OpenFlags.Folder | OpenFlags.NonBlocking))
                {
                    await AddFolderAsync(zip, inner, child.Path, name + "/", depth + 1, unreadable, cancellation);
                }

                break;
            case FileKind.Link:
                var said = child.ReadLink();
                await using (var link = await Create(zip, name, stat).OpenAsync(cancellation))
                {
                    await link.WriteAsync(said, cancellation);
                }

                break;
            case FileKind.File:
                using (var file = child.Open(OpenFlags.ReadOnly | OpenFlags.NonBlocking))
                {
                    stat = FileStat.Of(file, child.Path.Text);
                    FileRoot.RequireFile(stat, child.Path.Text);
                    await using var source = new FileStream(file.TakeFile(), FileAccess.Read, 1);
                    await using var entry = await Create(zip, name, stat).OpenAsync(cancellation);
                    await source.CopyToAsync(entry, CopyBytes, cancellation);
                }

                break;
            default:
                throw FileFault.NotAFile(child.Path.Text);
        }
    }

    private static ZipArchiveEntry Create(ZipArchive zip, string name, FileStat stat)
    {
        // Small gain for much time where it is slow already: what is sent here mostly stays on one machine or in one house.
        var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.ExternalAttributes = stat.TypeAndMode << 16;
        entry.LastWriteTime = stat.Modified < Earliest ? Earliest : stat.Modified > Latest ? Latest : stat.Modified;
        return entry;
    }
}
