using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Workspaces;

/// <summary>
/// What is only half there, or half gone: a folder that is being cloned into or deleted. It is noted before it begins, so that a runner after
/// one that was killed takes it away. Its name begins with a dot and says what it is; nobody else sees it.
/// </summary>
internal sealed partial class Leftovers(DataFolder data, ILogger<Leftovers> logger)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A variable of the program that writes to one: which it is.</summary>
    public const string Mark = "DISPATCH_LEFTOVER";

    private string Notes => Path.Combine(data.Workspaces, ".leftovers");

    /// <summary>A place beside a folder, on the same disk: what is ready there is brought to its place by a rename.</summary>
    public static string Beside(string folder, string what, string id) =>
        Path.Combine(Path.GetDirectoryName(folder) ?? "/", $".{Path.GetFileName(folder)}.dispatch-{what}-{id}");

    /// <summary>Brings what is ready to its place, where at most an empty folder is.</summary>
    public static void Bring(string draft, string folder)
    {
        if (Directory.Exists(folder))
        {
            // Only an empty one goes.
            Directory.Delete(folder);
        }

        Directory.Move(draft, folder);
    }

    /// <summary>Brings what is ready to its place, and what was there to where it was: whoever looks sees the one or the other, whenever this ends.</summary>
    public static void Exchange(string draft, string folder)
    {
        const int workingFolder = -100;
        const uint exchange = 2;
        if (Libc.Rename(workingFolder, draft, workingFolder, folder, exchange) != 0)
        {
            throw new IOException($"{folder} can't be replaced: {Errno.Message(Errno.Last)}");
        }
    }

    /// <param name="id">Of this leftover.</param>
    /// <param name="path">What is to be taken away.</param>
    /// <param name="writer">The program that writes to it, which may go on after the runner.</param>
    public void Note(string id, string path, int? writer = null)
    {
        Directory.CreateDirectory(Notes, OwnerOnly);
        var note = new Leftover(path, writer);
        var file = Path.Combine(Notes, id);
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(note, LeftoverJson.Default.Leftover));
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Forget(string id) => File.Delete(Path.Combine(Notes, id));

    /// <summary>Deletes it, and then what is noted of it.</summary>
    public void Remove(string id, string path)
    {
        DeleteAll(path);
        Forget(id);
    }

    /// <summary>Takes away what the last runner had to leave.</summary>
    public async Task SweepAsync(TimeProvider time)
    {
        foreach (var file in Directory.Exists(Notes) ? Directory.GetFiles(Notes) : [])
        {
            try
            {
                if (JsonSerializer.Deserialize(await File.ReadAllTextAsync(file), LeftoverJson.Default.Leftover) is { } left)
                {
                    await EndAsync(left, Path.GetFileName(file), time);
                    LogFound(logger, left.Path);
                    DeleteAll(left.Path);
                }

                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                LogKept(logger, file, e.Message);
            }
        }
    }

    private static void DeleteAll(string path)
    {
        if (File.GetAttributes(Existing(path)).HasFlag(FileAttributes.ReparsePoint))
        {
            File.Delete(path);
        }
        else if (Directory.Exists(path))
        {
            MakeDeletable(path);
            Directory.Delete(path, recursive: true);
        }
    }

    private static string Existing(string path) => Path.Exists(path) ? path : "/";

    // A folder that nobody may write to, as caches of packages have them, can't be emptied.
    private static void MakeDeletable(string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | OwnerOnly);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", all))
        {
            if ((File.GetUnixFileMode(inner) & OwnerOnly) != OwnerOnly)
            {
                File.SetUnixFileMode(inner, OwnerOnly);
            }
        }
    }

    // The program and whoever it started: they are in a session of the kernel's of their own, and know whose they are.
    private static async Task EndAsync(Leftover left, string id, TimeProvider time)
    {
        if (left.Writer is not { } writer)
        {
            return;
        }

        foreach (var place in ProcessTable.InSessions(new HashSet<int> { writer }))
        {
            using var process = ProcessHandle.TryOpen(place.Pid);
            if (process is not null && HasMark(place.Pid, id))
            {
                process.Send(Signals.Kill);
                await Task.Run(() => process.WaitForExit(TimeSpan.FromSeconds(5))).WaitAsync(TimeSpan.FromSeconds(10), time);
            }
        }
    }

    private static bool HasMark(int pid, string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/environ").Split('\0').Contains($"{Mark}={id}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended just now.
            return false;
        }
    }

    [LoggerMessage(EventId = 134, Level = LogLevel.Information, Message = "{Path} was left half done and is taken away")]
    private static partial void LogFound(ILogger logger, string path);

    [LoggerMessage(EventId = 135, Level = LogLevel.Warning, Message = "What {Note} tells of can't be taken away yet: {Cause}")]
    private static partial void LogKept(ILogger logger, string note, string cause);
}

/// <param name="Path">What is to be taken away.</param>
/// <param name="Writer">The program that may still write to it.</param>
internal sealed record Leftover(string Path, int? Writer);

[JsonSerializable(typeof(Leftover))]
internal sealed partial class LeftoverJson : JsonSerializerContext;
