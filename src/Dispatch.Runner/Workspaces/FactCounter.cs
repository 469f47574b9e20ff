namespace Dispatch.Runner.Workspaces;

/// <summary>Wakes everyone who waits for the next of something in a workspace.</summary>
internal sealed class FactCounter
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Take it before reading, wait for it after: nothing is missed between.</summary>
    public Task Next => _next.Task;

    public void Advance() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
}
