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
        var name = System.IO.Path.Combine(folder, "work.lock");
        var made = Directory.Exists(folder) ? null : Directory.CreateDirectory(folder, OwnerOnly);
        LockFile? held = null;
        try
        {
            held = await LockFile.TryTakeAsync(name, TimeProvider.System, cancellation)
                ?? throw new Failure($"Another dispatch (process {LockFile.Holder(name)}) is at work in {folder}. Wait until it is done");
            var work = new WorkFolder(folder, held);
            if (Directory.Exists(work.Path))
            {
                Directory.Delete(work.Path, recursive: true);
            }

            Directory.CreateDirectory(work.Path, OwnerOnly);
            return work;
        }
        catch
        {
            made?.Delete(recursive: true);
            held?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _lock.Dispose();
    }
}
