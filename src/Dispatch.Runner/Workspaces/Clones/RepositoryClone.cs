using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Clones;

/// <summary>
/// One clone. It is made beside its place and brought there whole: whoever looks sees all of it or nothing, whatever ends it.
/// </summary>
internal sealed partial class RepositoryClone(
    CloneInfo info, string url, Leftovers leftovers, WorkspaceCreation creation, TimeSpan silence, TimeProvider time, ILogger logger) : IDisposable
{
    public const string Running = "running";

    private readonly CancellationTokenSource _cancelled = new();
    private volatile CloneInfo _info = info;
    private Task _work = Task.CompletedTask;

    public CloneInfo Info => _info;

    public void Begin() => _work = Task.Run(RunAsync);

    /// <summary>Done once nothing of it is left.</summary>
    public async Task CancelAsync()
    {
        await _cancelled.CancelAsync();
        await _work;
    }

    public void Dispose() => _cancelled.Dispose();

    private async Task RunAsync()
    {
        var draft = Leftovers.Beside(_info.Folder, "clone", _info.Id);
        try
        {
            leftovers.Note(_info.Id, draft);
            Directory.CreateDirectory(Path.GetDirectoryName(draft)!);
            var git = new GitClone(
                _info.Id, url, _info.Url, leftovers, silence, time, (doing, percent) => _info = _info with { Doing = doing, Percent = percent });
            if (await git.RunAsync(draft, draft, [], _cancelled.Token) is var (code, reason))
            {
                Remove(draft);
                End("failed", code, reason);
                return;
            }

            _cancelled.Token.ThrowIfCancellationRequested();
            var made = await creation.AdoptAsync(_info.Name, _info.Folder, () => Leftovers.Bring(draft, _info.Folder), null, _cancelled.Token);
            leftovers.Forget(_info.Id);
            _info = _info with { State = "done", Doing = null, Percent = null, Workspace = made.Info };
        }
        catch (OperationCanceledException)
        {
            Remove(draft);
            End("cancelled", null, null);
        }
        catch (Exception e)
        {
            LogFailed(logger, e, _info.Url);
            Remove(draft);
            End("failed", "clone.failed", $"{_info.Url} could not be cloned: {e.Message.TrimEnd('.')}. See to that, and clone again.");
        }
    }

    private void Remove(string draft)
    {
        try
        {
            leftovers.Remove(_info.Id, draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is noted, and taken away at the next start.
            LogLeft(logger, draft, e.Message);
        }
    }

    private void End(string state, string? code, string? reason) =>
        _info = _info with { State = state, Doing = null, Percent = null, Code = code, Reason = reason };

    [LoggerMessage(EventId = 136, Level = LogLevel.Error, Message = "{Url} could not be cloned")]
    private static partial void LogFailed(ILogger logger, Exception exception, string url);

    [LoggerMessage(EventId = 137, Level = LogLevel.Warning, Message = "{Path} can't be taken away yet: {Cause}")]
    private static partial void LogLeft(ILogger logger, string path, string cause);
}
