using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Files.Watching;

/// <summary>What a client is still to be told, each thing once however often it happened.</summary>
internal sealed class Pending
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _later = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TaskCompletionSource _soon = New();
    private TaskCompletionSource _some = New();
    private bool _git;
    private bool _overflowed;

    /// <summary>Done once there is something that is to be told at once.</summary>
    public Task Soon => Volatile.Read(ref _soon).Task;

    /// <summary>Done once there is something that may be told a little later: a file that is still being written.</summary>
    public Task Some => Volatile.Read(ref _some).Task;

    public void Folder(string path) => Add(() => _folders.Add(path));

    public void File(string path) => Add(() => _files.Add(path));

    public void Git() => Add(() => _git = true);

    public void Overflow() => Add(() => _overflowed = true);

    public void FolderLater(string path)
    {
        lock (_gate)
        {
            _later.Add(path);
            _some.TrySetResult();
        }
    }

    /// <summary>What there is by now; null for nothing.</summary>
    public FromWatch? Take()
    {
        lock (_gate)
        {
            FromWatch? taken = _overflowed ? new WatchOverflow()
                : _folders.Count + _files.Count + _later.Count > 0 || _git ? new FilesChanged([.. _folders.Union(_later)], [.. _files], _git ? true : null)
                : null;
            _folders.Clear();
            _files.Clear();
            _later.Clear();
            _git = false;
            _overflowed = false;
            _soon = _soon.Task.IsCompleted ? New() : _soon;
            _some = _some.Task.IsCompleted ? New() : _some;
            return taken;
        }
    }

    private void Add(Action add)
    {
        lock (_gate)
        {
            add();
            _soon.TrySetResult();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
