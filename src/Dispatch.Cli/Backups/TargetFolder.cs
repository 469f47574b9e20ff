using Dispatch.Cli.Commands;
using Dispatch.Cli.Launch;
using Dispatch.Protocol;

namespace Dispatch.Cli.Backups;

/// <summary>A data folder that nothing runs on, and nothing can be started on, while something is put into it. One that was made for it goes again unless kept.</summary>
internal sealed class TargetFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly List<LockFile> _locks = [];
    private string? _made;

    private TargetFolder(string? made) => _made = made;

    /// <exception cref="Failure">Something runs on it; the message names it and the next step.</exception>
    public static async Task<TargetFolder> TakeAsync(DataFolder data, TimeProvider time, CancellationToken cancellation)
    {
        var target = new TargetFolder(!Directory.Exists(data.Root) ? data.Root : !Directory.Exists(data.Run) ? data.Run : null);
        try
        {
            Directory.CreateDirectory(data.Root, OwnerOnly);
            Directory.CreateDirectory(data.Run, OwnerOnly);
            foreach (var part in (Part[])[Part.Server(data), Part.Runner(data), Part.Keeper(data)])
            {
                target._locks.Add(await LockFile.TryTakeAsync(part.Lock, time, cancellation)
                    ?? throw new Failure($"The {part.Name} (process {part.Pid}) runs on {data.Root}. Stop it first, which ends its shells: dispatch stop --all; or restore into another folder with --data DIR"));
            }

            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    public void Keep() => _made = null;

    public void Dispose()
    {
        if (_made is { } made && Directory.Exists(made))
        {
            Directory.Delete(made, recursive: true);
        }

        _locks.ForEach(held => held.Dispose());
    }
}
