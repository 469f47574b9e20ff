using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;

namespace Dispatch.Runner.Files.Drafts;

/// <summary>Texts that were typed and aren't saved: a file each, in the runner's data folder, outside the project.</summary>
internal sealed class DraftStore(WorkspaceFolders folders, TimeProvider time)
{
    private const string Folder = "drafts";
    private const int MostCharacters = 16 * 1024 * 1024;
    private const int MostKept = 500;
    private readonly Lock _gate = new();

    public Draft Keep(string workspace, FilePath path, KeepDraft draft)
    {
        if (draft.Text.Length > MostCharacters)
        {
            throw FileFault.TooLarge(path.Text, $"a text that isn't saved has at most {MostCharacters >> 20} million characters");
        }

        var kept = new Draft(path.Text, draft.Text, draft.Base, time.GetUtcNow());
        var file = FileOf(workspace, path);
        lock (_gate)
        {
            if (!File.Exists(file) && Directory.EnumerateFiles(folders.DataFolder(workspace, Folder)).Count() >= MostKept)
            {
                throw FileFault.TooLarge(path.Text, $"there are {MostKept} unsaved texts already. Save or discard some");
            }

            try
            {
                Write(file + ".new", kept);
                File.Move(file + ".new", file, overwrite: true);
            }
            catch (IOException)
            {
                // The disk is full, and half a text would take room that another one needs.
                File.Delete(file + ".new");
                throw;
            }
        }

        return kept with { Text = null };
    }

    public Draft Get(string workspace, FilePath path) => Read(FileOf(workspace, path)) ?? throw new FileFaultException(new Error(
        ErrorKind.NotFound, "file.not-found", $"No unsaved text is kept of '{path.Text}'. GET …/files/drafts/all lists those there are."));

    public DraftList List(string workspace) => new([.. Directory.EnumerateFiles(folders.DataFolder(workspace, Folder), "*.json")
        .Select(Read).OfType<Draft>().Select(draft => draft with { Text = null }).OrderBy(draft => draft.Path, StringComparer.Ordinal)]);

    public void Remove(string workspace, FilePath path) => File.Delete(FileOf(workspace, path));

    private static void Write(string file, Draft draft)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(draft, Wire.Default.Draft));
        stream.Flush();
        Protocol.Disk.Sync(stream.SafeFileHandle);
    }

    private static Draft? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), Wire.Default.Draft);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private string FileOf(string workspace, FilePath path) => Path.Combine(
        folders.DataFolder(workspace, Folder), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path.Text)).AsSpan(0, 16)) + ".json");
}
