using System.Collections.Concurrent;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Files.Git;

/// <summary>What git says of each repository, asked again when it may have changed and never twice at once.</summary>
internal sealed class GitStatuses(TimeProvider time)
{
    private const int MostBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan ForAListing = TimeSpan.FromMilliseconds(120);
    private static readonly string[] Status = ["status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--ignore-submodules=dirty"];

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>As it is now; null where there is no repository or no git.</summary>
    public Task<GitSnapshot?> NowAsync(FileRoot root, FilePath folder, CancellationToken cancellation) =>
        Repositories.Find(root, folder) is { } repository ? Of(root, repository).AskAsync(cancellation) : Task.FromResult<GitSnapshot?>(null);

    /// <summary>For a listing, which waits for git only a moment: then it gets what was known before, and the next one more.</summary>
    public async Task<GitSnapshot?> SoonAsync(FileRoot root, FilePath folder, CancellationToken cancellation)
    {
        if (Repositories.Find(root, folder) is not { } repository)
        {
            return null;
        }

        var known = Of(root, repository);
        var asking = known.AskAsync(CancellationToken.None);
        await ((Task)asking).WaitAsync(ForAListing, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        return asking.IsCompletedSuccessfully ? await asking : known.Last;
    }

    private Known Of(FileRoot root, FilePath repository) => _known.GetOrAdd(
        Path.Combine(root.Folder, repository.Text), folder => new Known(folder, repository, time));

    private sealed class Known(string folder, FilePath repository, TimeProvider time)
    {
        private readonly Lock _gate = new();
        private Task<GitSnapshot?> _asking = Task.FromResult<GitSnapshot?>(null);
        private long? _askedAt;

        public GitSnapshot? Last { get; private set; }

        public Task<GitSnapshot?> AskAsync(CancellationToken cancellation)
        {
            lock (_gate)
            {
                if (_asking.IsCompleted && (_askedAt is not { } at || time.GetElapsedTime(at) > Fresh))
                {
                    _askedAt = time.GetTimestamp();
                    _asking = Task.Run(AskGitAsync);
                }

                return _asking.WaitAsync(cancellation);
            }
        }

        private async Task<GitSnapshot?> AskGitAsync()
        {
            var said = await GitProgram.AskUnfilteredAsync(folder, Status, MostBytes, time, CancellationToken.None);
            Last = said is null ? null : GitSnapshot.Parse(said, repository);
            _askedAt = time.GetTimestamp();
            return Last;
        }
    }
}
