using Dispatch.Cli.Commands;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>
/// A folder of one command's own where things are made before they get their place, gone at its end. What a killed one has left is taken
/// away by the next; two at a time are refused.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly LockFile _lock;
    private readonly string _folder;

    private WorkFolder(string folder, LockFile held)
    {
        _folder = folder;
        _lock = held;
        Path = System.IO.Path.Combine(folder, "content");
    }

    /// <summary>Empty at first.</summary>
    public string Path { get; }

    public static async Task<WorkFolder> MakeAsync(string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder, OwnerOnly);
        var held = await LockFile.TryTakeAsync(System.IO.Path.Combine(folder, "work.lock"), TimeProvider.System, cancellation)
            ?? throw new Failure($"Another dispatch (process {LockFile.Holder(System.IO.Path.Combine(folder, "work.lock"))}) is at work in {folder}. Wait until it is done");
        var made = new WorkFolder(folder, held);
        if (Directory.Exists(made.Path))
        {
            Directory.Delete(made.Path, recursive: true);
        }

        Directory.CreateDirectory(made.Path, OwnerOnly);
        return made;
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _lock.Dispose();
    }
}
