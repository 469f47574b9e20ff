using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Disk;

namespace Dispatch.Runner.Files.Finding;

/// <summary>The paths of a workspace's files, kept in memory to be found by a part of their names. Looked through anew when asked for again a little later.</summary>
internal sealed class FileIndex(string folder, TimeProvider time)
{
    private const int MostFiles = 300_000;
    private const int LongestQuery = 100;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestWalk = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private volatile List<Entry> _entries = [];
    private volatile bool _complete;
    private bool _walked;
    private long _walkedAt;
    private Task _walking = Task.CompletedTask;

    public async Task<FoundFiles> FindAsync(string query, int limit, CancellationToken cancellation)
    {
        var walking = Refresh();
        if (!_walked)
        {
            // The first time there is nothing yet: a small workspace is looked through before anyone notices.
            await walking.WaitAsync(Patience, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }

        return Find(_entries, query, limit, _complete, cancellation);
    }

    internal static FoundFiles Find(List<Entry> entries, string query, int limit, bool complete, CancellationToken cancellation)
    {
        var wanted = string.Concat(query.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
        wanted = wanted.Length > LongestQuery ? wanted[..LongestQuery] : wanted;
        var best = new PriorityQueue<Entry, (int Score, string Path)>(limit + 1, Worst.Instance);
        var mask = FuzzyScore.Mask(wanted);
        Span<int> positions = stackalloc int[LongestQuery];
        var total = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if (i % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var entry = entries[i];
            if ((entry.Mask & mask) != mask
                || (wanted.Length == 0 ? 0 : FuzzyScore.Of(wanted, entry.Path, entry.Lower, entry.Name, positions)) is not { } score)
            {
                continue;
            }

            total++;
            if (best.Count < limit)
            {
                best.Enqueue(entry, (score, entry.Path));
            }
            else
            {
                best.EnqueueDequeue(entry, (score, entry.Path));
            }
        }

        var files = new FoundFile[best.Count];
        for (var i = files.Length - 1; i >= 0; i--)
        {
            var entry = best.Dequeue();
            var found = wanted.Length > 0 && FuzzyScore.Of(wanted, entry.Path, entry.Lower, entry.Name, positions) is not null;
            files[i] = new FoundFile(entry.Path, found ? Ranges(positions[..wanted.Length]) : []);
        }

        return new FoundFiles(files, total, complete);
    }

    private static List<IReadOnlyList<int>> Ranges(ReadOnlySpan<int> positions)
    {
        var ranges = new List<IReadOnlyList<int>>();
        for (var i = 0; i < positions.Length;)
        {
            var start = i;
            while (++i < positions.Length && positions[i] == positions[i - 1] + 1)
            {
            }

            ranges.Add([positions[start], positions[i - 1] + 1]);
        }

        return ranges;
    }

    private Task Refresh()
    {
        lock (_gate)
        {
            if (_walking.IsCompleted && (!_walked || time.GetElapsedTime(_walkedAt) > Fresh))
            {
                _walking = Task.Run(WalkThrough);
            }

            return _walking;
        }
    }

    private void WalkThrough()
    {
        var found = new List<Entry>(_entries.Count);
        var complete = false;
        using var limit = new CancellationTokenSource(LongestWalk, time);
        try
        {
            using var root = FileRoot.Open(folder);
            complete = Walk.Run(root, ignored: false, file => Add(found, file.Path), limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or FileFaultException)
        {
            // As far as it came.
        }

        lock (_gate)
        {
            _entries = found;
            _complete = complete;
            _walked = true;
            _walkedAt = time.GetTimestamp();
        }
    }

    private static bool Add(List<Entry> found, FilePath path)
    {
        found.Add(new Entry(path.Text));
        return found.Count < MostFiles;
    }

    internal sealed class Entry(string path)
    {
        public string Path { get; } = path;

        public string Lower { get; } = path.ToLowerInvariant();

        public int Name { get; } = path.LastIndexOf('/') + 1;

        public ulong Mask { get; } = FuzzyScore.Mask(path.ToLowerInvariant());
    }

    private sealed class Worst : IComparer<(int Score, string Path)>
    {
        public static Worst Instance { get; } = new();

        public int Compare((int Score, string Path) x, (int Score, string Path) y) =>
            x.Score != y.Score ? x.Score.CompareTo(y.Score)
            : x.Path.Length != y.Path.Length ? y.Path.Length.CompareTo(x.Path.Length)
            : string.CompareOrdinal(y.Path, x.Path);
    }
}
