using System.Collections.Immutable;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Files.Disk;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>Whose a change is when looks at the folder come late: turns of a queue follow each other at once, and one folder is looked at at a time.</summary>
public sealed class TurnOrderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();

    [Fact]
    public async Task What_was_there_unknown_is_not_taken_for_made_by_the_agent()
    {
        using var folder = new SlowFolder(_time);
        var turns = Turns(folder);
        folder.Write("mine.txt", "one");
        folder.Incomplete = "there are more than 20000 files";
        turns.Ready(inTurn: false);
        await SettledAsync(turns);
        Pass(3_600_000);

        // From a queue: nothing is looked at before. The look finds what the agent has done by then.
        folder.Incomplete = null;
        folder.Hold();
        turns.Began();
        Pass(50);
        folder.Write("mine.txt", "two");
        folder.LetGo();
        await SettledAsync(turns);
        Pass(1000);
        turns.Ended(1, [new AgentWriting(1, "r1", "mine.txt", "one", "two")]);
        await SettledAsync(turns);
        var (file, incomplete) = Assert.Single(folder.Told[1]);
        Assert.Equal(("mine.txt", "one"), (file.Path, file.Before));
        Assert.NotNull(incomplete);

        // It is known from then on.
        Pass(1000);
        turns.Began();
        Pass(1000);
        folder.Write("mine.txt", "three");
        Pass(1);
        turns.Ended(2, []);
        await SettledAsync(turns);
        Assert.Equal([(new ChangedFile("mine.txt", "two", "three"), null)], folder.Told[2]);
    }

    [Fact]
    public async Task What_was_written_right_before_the_end_of_a_turn_is_not_the_next_ones()
    {
        using var folder = new SlowFolder(_time);
        var turns = Turns(folder);
        folder.Write("a.txt", "one");
        turns.Ready(inTurn: false);
        await SettledAsync(turns);
        Pass(1000);
        turns.Began();
        await SettledAsync(turns);
        Pass(1000);
        folder.Write("a.txt", "two");
        Pass(40);
        folder.Hold();
        turns.Ended(1, []);
        Pass(5);
        turns.Began();
        folder.LetGo();
        await SettledAsync(turns);
        Pass(1000);
        folder.Write("b.txt", "new");
        Pass(1);
        turns.Ended(2, []);
        await SettledAsync(turns);
        Assert.Equal([(new ChangedFile("a.txt", "one", "two"), null)], folder.Told[1]);
        Assert.Equal([(new ChangedFile("b.txt", null, "new"), null)], folder.Told[2]);
    }

    [Fact]
    public async Task A_look_that_waits_until_the_next_turn_has_begun_is_still_that_of_its_own()
    {
        using var folder = new SlowFolder(_time);
        var turns = Turns(folder);
        folder.Write("a.txt", "one");
        turns.Ready(inTurn: false);
        await SettledAsync(turns);
        Pass(1000);
        folder.Hold();
        turns.Began();
        Pass(500);
        folder.Write("a.txt", "two");
        Pass(500);
        turns.Ended(1, []);
        Pass(1);
        turns.Began();
        Pass(500);
        folder.Write("b.txt", "new");
        folder.LetGo();
        await SettledAsync(turns);
        Pass(1);
        turns.Ended(2, []);
        await SettledAsync(turns);
        Assert.Equal([(new ChangedFile("a.txt", "one", "two"), null)], folder.Told[1]);
        Assert.Equal([(new ChangedFile("b.txt", null, "new"), null)], folder.Told[2]);
    }

    [Fact]
    public async Task A_look_before_a_prompt_that_outlasts_the_turns_after_it_does_not_swallow_what_they_did()
    {
        using var folder = new SlowFolder(_time);
        var turns = Turns(folder);
        folder.Write("a.txt", "one");
        turns.Ready(inTurn: false);
        await SettledAsync(turns);
        Pass(1000);
        folder.Hold();
        _ = turns.PrepareAsync();
        Pass(2000);
        turns.Began();
        Pass(500);
        folder.Write("a.txt", "two");
        Pass(500);
        turns.Ended(1, []);
        turns.Began();
        Pass(500);
        folder.LetGo();
        await SettledAsync(turns);
        Assert.Equal([(new ChangedFile("a.txt", "one", "two"), null)], folder.Told[1]);
    }

    [Fact]
    public async Task A_turn_before_which_the_look_failed_is_not_told_by_an_earlier_one()
    {
        using var folder = new SlowFolder(_time);
        var turns = Turns(folder);
        folder.Write("a.txt", "one");
        turns.Ready(inTurn: false);
        turns.Began();
        turns.Ended(1, []);
        await SettledAsync(turns);
        Pass(1000);
        folder.Write("a.txt", "mine");
        Pass(1000);
        folder.Fails = true;
        turns.Began();
        await SettledAsync(turns);
        Assert.Null(folder.Load());
        folder.Fails = false;
        turns.Ended(2, []);
        await SettledAsync(turns);
        Assert.False(folder.Told.ContainsKey(2));
    }

    [Fact]
    public void What_can_not_be_kept_leaves_nothing_older_in_its_place()
    {
        var home = Directory.CreateTempSubdirectory("dispatch-baselines-");
        try
        {
            var place = Path.Combine(home.FullName, "s_1");
            FolderSnapshot.Empty.Save(place);
            Assert.NotNull(FolderSnapshot.Load(place));

            // As on a full disk.
            File.CreateSymbolicLink(place + ".new", "/dev/full");
            var files = FolderSnapshot.Empty.Files.Add("a.txt", new SnapshotFile("1", 1, "a"));
            Assert.ThrowsAny<IOException>(() => new FolderSnapshot(files).Save(place));
            Assert.Empty(home.EnumerateFileSystemInfos());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static Task SettledAsync(TurnChanges turns) => turns.SettledAsync().WaitAsync(Patience);

    private TurnChanges Turns(SlowFolder folder) => new(folder, "s_test", _time, NullLogger.Instance);

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>A folder in memory, whose looks take as long as the test says.</summary>
    private sealed class SlowFolder(TimeProvider time) : ITurnFolder, IDisposable
    {
        private readonly DirectoryInfo _real = Directory.CreateTempSubdirectory("dispatch-turns-");
        private readonly Lock _gate = new();
        private ImmutableSortedDictionary<string, SnapshotFile> _files = FolderSnapshot.Empty.Files;
        private TaskCompletionSource _free = Free();
        private FolderSnapshot? _saved;
        private int _revision;

        public string? Incomplete { get; set; }

        public bool Fails { get; set; }

        public Dictionary<int, List<(ChangedFile File, string? Incomplete)>> Told { get; } = [];

        public void Write(string path, string content)
        {
            lock (_gate)
            {
                var now = time.GetUtcNow().Subtract(DateTimeOffset.UnixEpoch).Ticks * 100;
                _files = _files.SetItem(path, new SnapshotFile($"{++_revision}", now, content));
            }
        }

        public void Hold() => _free = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetGo() => _free.SetResult();

        public async Task<FolderSnapshot> LookAsync(FolderSnapshot known, long asked)
        {
            await _free.Task;
            lock (_gate)
            {
                return Fails ? throw new IOException("It can't be read.")
                    : Incomplete is not null ? FolderSnapshot.Empty with { Incomplete = Incomplete } : new FolderSnapshot(_files);
            }
        }

        public FileRoot Open() => FileRoot.Open(_real.FullName);

        public FolderSnapshot? Load() => _saved;

        public void Save(FolderSnapshot? snapshot) => _saved = snapshot is { Incomplete: null } ? snapshot : null;

        public void Tell(int turn, IReadOnlyList<ChangedFile> files, string? incomplete) => Told[turn] = [.. files.Select(file => (file, incomplete))];

        public void Dispose() => _real.Delete();

        private static TaskCompletionSource Free()
        {
            var free = new TaskCompletionSource();
            free.SetResult();
            return free;
        }
    }
}
