using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Workspaces.Clones;

/// <summary>
/// One clone. It is made beside its place and brought there whole: whoever looks sees all of it or nothing, whatever ends it.
/// </summary>
internal sealed partial class RepositoryClone(
    CloneInfo info, string url, Leftovers leftovers, WorkspaceCreation creation, TimeSpan silence, TimeProvider time, ILogger logger) : IDisposable
{
    public const string Running = "running";

    // The end of it says why it failed.
    private const int MostKept = 4000;

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
            if (await CloneAsync(draft) is var (code, reason))
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

    /// <returns>Null once the repository is there, else why it isn't.</returns>
    private async Task<(string Code, string Reason)?> CloneAsync(string draft)
    {
        using var quiet = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, _cancelled.Token);
        Process git;
        try
        {
            var start = GitProgram.Command("/", "clone", "--progress", "--", url, draft);
            start.Environment[Leftovers.Mark] = _info.Id;
            git = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            return ("clone.no-git", $"git can't be started here ({e.Message}). Install it, and clone again.");
        }

        using (git)
        {
            try
            {
                git.StandardInput.Close();
                leftovers.Note(_info.Id, draft, git.Id);
                var said = await FollowAsync(git.StandardError, quiet, either.Token);
                await git.WaitForExitAsync(either.Token);
                return git.ExitCode == 0 ? null
                    : git.ExitCode == 127 ? ("clone.no-git", "git isn't there. Install it, and clone again.")
                    : CloneRules.Failure(_info.Url, said.Replace(url, _info.Url, StringComparison.Ordinal));
            }
            catch (OperationCanceledException)
            {
                git.Kill(entireProcessTree: true);
                await git.WaitForExitAsync(CancellationToken.None);
                _cancelled.Token.ThrowIfCancellationRequested();
                return ("clone.hangs", $"Nothing came of {_info.Url} for {silence.TotalSeconds:0} s, and its clone was ended. See to the network, or clone it in a terminal.");
            }
        }
    }

    private async Task<string> FollowAsync(StreamReader output, CancellationTokenSource quiet, CancellationToken cancellation)
    {
        var said = new StringBuilder();
        var line = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellation)) > 0)
        {
            quiet.CancelAfter(silence);
            said.Append(buffer, 0, read);
            said.Remove(0, Math.Max(0, said.Length - MostKept));
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (character is not ('\r' or '\n'))
                {
                    line.Append(character);
                    continue;
                }

                Tell(line.ToString());
                line.Clear();
            }
        }

        return said.ToString();
    }

    private void Tell(string line)
    {
        if (Progress().Match(line) is { Success: true } found)
        {
            _info = _info with { Doing = found.Groups[1].Value, Percent = int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture) };
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

    [GeneratedRegex(@"^(?:remote: )?([A-Z][A-Za-z ]+):\s+(\d+)%")]
    private static partial Regex Progress();

    [LoggerMessage(EventId = 136, Level = LogLevel.Error, Message = "{Url} could not be cloned")]
    private static partial void LogFailed(ILogger logger, Exception exception, string url);

    [LoggerMessage(EventId = 137, Level = LogLevel.Warning, Message = "{Path} can't be taken away yet: {Cause}")]
    private static partial void LogLeft(ILogger logger, string path, string cause);
}
