namespace Dispatch.Runner.Workspaces;

/// <summary>Wakes everyone who waits for the next of something in a workspace, and whoever waits for it in any.</summary>
/// <param name="any">The one of all workspaces; null for that itself.</param>
internal sealed class FactCounter(FactCounter? any = null)
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _count;

    /// <summary>Take it before reading, wait for it after: nothing is missed between.</summary>
    public Task Next => _next.Task;

    /// <summary>How many there were: who reads when it is what it was, reads nothing new.</summary>
    public long Count => Interlocked.Read(ref _count);

    public void Advance()
    {
        Interlocked.Increment(ref _count);
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        any?.Advance();
    }
}
