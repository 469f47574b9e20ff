using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Agents.Changes;

/// <param name="Revision">As <see cref="FileStat.Revision"/>.</param>
/// <param name="Changed">When anything of it changed last, in nanoseconds since 1970; nobody can set that.</param>
/// <param name="Content">Its blob; null when it is too large to be kept.</param>
internal readonly record struct SnapshotFile(string Revision, long Changed, string? Content);

/// <summary>What was in a folder at a moment: every file that isn't ignored, with its content as a blob. Two that follow each other share what is the same.</summary>
/// <param name="Incomplete">Why nothing is known of it: there is too much.</param>
internal sealed record FolderSnapshot(ImmutableSortedDictionary<string, SnapshotFile> Files, string? Incomplete = null)
{
    private const int Fields = 4;

    public static FolderSnapshot Empty { get; } = new(ImmutableSortedDictionary.Create<string, SnapshotFile>(StringComparer.Ordinal));

    /// <summary>What became of each file between this and a later one.</summary>
    public IEnumerable<ChangedFile> Until(FolderSnapshot later, FileRoot root)
    {
        foreach (var (path, now) in later.Files)
        {
            if (!Files.TryGetValue(path, out var before))
            {
                yield return new ChangedFile(path, null, now.Content, now.Content is null ? true : null);
            }
            else if (before.Revision != now.Revision && (before.Content != now.Content || now.Content is null))
            {
                yield return before.Content is null || now.Content is null ? new ChangedFile(path, null, null, true) : new ChangedFile(path, before.Content, now.Content);
            }
        }

        // One that is only ignored now is still there.
        foreach (var (path, before) in Files.Where(file => !later.Files.ContainsKey(file.Key) && !IsThere(root, file.Key)))
        {
            yield return new ChangedFile(path, before.Content, null, before.Content is null ? true : null);
        }
    }

    /// <summary>
    /// This, brought up to what a look a little later found, as far as that was so at an earlier moment: what changed since is left as it was
    /// here. So what people did before a prompt isn't taken for the agent's, and what the agent has done already isn't taken for theirs.
    /// </summary>
    /// <param name="since">In nanoseconds since 1970.</param>
    public FolderSnapshot AsOf(long since, FolderSnapshot later, FileRoot root)
    {
        var files = Files.ToBuilder();
        foreach (var (path, now) in later.Files)
        {
            if (now.Changed < since && (!files.TryGetValue(path, out var known) || known != now))
            {
                files[path] = now;
            }
        }

        foreach (var path in Files.Keys.Where(path => !later.Files.ContainsKey(path) && FolderChanged(root, FilePath.Parse(path)) < since))
        {
            files.Remove(path);
        }

        return new FolderSnapshot(files.ToImmutable(), later.Incomplete);
    }

    public void Save(string file)
    {
        var made = file + ".new";
        try
        {
            Write(made);
            File.Move(made, file, overwrite: true);
        }
        catch
        {
            // What was kept before would be taken for this: nothing known is better than something wrong.
            File.Delete(file);
            File.Delete(made);
            throw;
        }
    }

    /// <returns>Null when there is none, or it can't be read: then nothing is known of what was there.</returns>
    public static FolderSnapshot? Load(string file)
    {
        try
        {
            using var reader = new BinaryReader(new BrotliStream(File.OpenRead(file), CompressionMode.Decompress), Encoding.UTF8);
            var files = Empty.Files.ToBuilder();
            while (TryRead(reader) is { } line)
            {
                if (line.Split('\0') is [var path, var revision, var changed, var content] and { Length: Fields } && long.TryParse(changed, CultureInfo.InvariantCulture, out var at))
                {
                    files[path] = new SnapshotFile(revision, at, content.Length == 0 ? null : content);
                }
            }

            return new FolderSnapshot(files.ToImmutable());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or FormatException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(string file)
    {
        using var packed = new BrotliStream(File.Create(file), CompressionLevel.Fastest);
        using var writer = new BinaryWriter(packed, Encoding.UTF8);
        foreach (var (path, known) in Files)
        {
            writer.Write(string.Join('\0', path, known.Revision, known.Changed.ToString(CultureInfo.InvariantCulture), known.Content));
        }
    }

    private static string? TryRead(BinaryReader reader)
    {
        try
        {
            return reader.ReadString();
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static bool IsThere(FileRoot root, string path)
    {
        try
        {
            root.Stat(FilePath.Parse(path));
            return true;
        }
        catch (FileFaultException)
        {
            return false;
        }
    }

    // When something was taken out of the folder that a file was in, or when that went itself.
    private static long FolderChanged(FileRoot root, FilePath path)
    {
        for (var folder = path.Parent; ; folder = folder.Parent)
        {
            try
            {
                return root.Stat(folder).ChangedNanoseconds;
            }
            catch (FileFaultException) when (!folder.IsRoot)
            {
            }
        }
    }
}
