using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Files.Watching;

/// <summary>
/// The folders and files of one client. What the system doesn't watch, because its limit is reached or nothing is there (any more), is looked at
/// now and then.
/// </summary>
internal sealed class WatchedSet(string workspaceFolder, Inotify inotify, Pending pending) : IFolderListener, IDisposable
{
    private const FolderEvents Gone = FolderEvents.SelfDeleted | FolderEvents.SelfMoved | FolderEvents.Unmounted | FolderEvents.Ignored;
    private const int MostLookedAt = 2000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<int, List<Place>> _byWatch = [];
    private HashSet<string> _folders = [];
    private HashSet<string> _files = [];

    /// <summary>Why some are only looked at now and then; null when none are.</summary>
    public string? Limited { get; private set; }

    /// <summary>Whether git knows something of what is watched.</summary>
    public bool InRepository { get; private set; }

    public void SetFolders(IEnumerable<string> folders) => Set(() => _folders = [.. folders]);

    public void SetFiles(IEnumerable<string> files) => Set(() => _files = [.. files]);

    public void Happened(int watch, FolderEvents events, string name)
    {
        lock (_gate)
        {
            foreach (var place in _byWatch.GetValueOrDefault(watch) ?? [])
            {
                Happened(place, events, name);
            }

            if ((events & Gone) != 0 && _byWatch.Remove(watch, out var gone))
            {
                gone.ForEach(place => place.Watch = -1);
                inotify.Remove(watch, this);
            }
        }
    }

    public void Overflowed() => pending.Overflow();

    /// <summary>After what was lost: what was watched may be gone, and another folder be in its place.</summary>
    public void WatchAnew()
    {
        lock (_gate)
        {
            foreach (var place in _places.Values)
            {
                // The new one first: where nothing has changed it is the same, and goes on.
                var old = place.Watch;
                place.Watch = -1;
                TryWatch(place);
                Forget(place, old);
                place.Seen = place.Watch < 0 ? Seen(place) : "";
            }
        }
    }

    /// <summary>Looks at what nobody tells of.</summary>
    public void Look()
    {
        lock (_gate)
        {
            foreach (var place in _places.Values.Where(place => place.Watch < 0).ToList())
            {
                TryWatch(place);
                var seen = Seen(place);
                if (seen != place.Seen)
                {
                    place.Seen = seen;
                    Tell(place);
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var watch in _byWatch.Keys)
            {
                inotify.Remove(watch, this);
            }

            _byWatch.Clear();
            _places.Clear();
        }
    }

    private void Happened(Place place, FolderEvents events, string name)
    {
        if (place.Git)
        {
            if (name is "index" or "HEAD" or "MERGE_HEAD" or "packed-refs" or "ORIG_HEAD")
            {
                pending.Git();
            }

            return;
        }

        if ((events & Gone) != 0)
        {
            Tell(place);
            return;
        }

        if (place.Files.TryGetValue(name, out var files))
        {
            files.ForEach(pending.File);
        }

        if (_folders.Contains(place.Path))
        {
            if (events == FolderEvents.Modified)
            {
                pending.FolderLater(place.Path);
            }
            else
            {
                pending.Folder(place.Path);
            }
        }
    }

    private void Tell(Place place)
    {
        if (_folders.Contains(place.Path))
        {
            pending.Folder(place.Path);
        }

        foreach (var file in place.Files.Values.SelectMany(files => files))
        {
            pending.File(file);
        }
    }

    private void Set(Action change)
    {
        lock (_gate)
        {
            change();
            using var root = FileRoot.Open(workspaceFolder);
            var wanted = new Dictionary<string, Place>(StringComparer.Ordinal);
            foreach (var folder in _folders)
            {
                Want(wanted, folder);
            }

            foreach (var file in _files)
            {
                Want(wanted, FilePath.Parse(file), file);
                if (TryResolve(root, file) is { } real && real.Text != file)
                {
                    Want(wanted, real, file);
                }
            }

            foreach (var repository in wanted.Keys.Select(path => Git.Repositories.Find(root, new FilePath(path))).OfType<FilePath>().Distinct().ToList())
            {
                Want(wanted, repository.Child(".git").Text).Git = true;
            }

            InRepository = wanted.Values.Any(place => place.Git);
            Replace(wanted);
        }
    }

    private static void Want(Dictionary<string, Place> wanted, FilePath path, string file)
    {
        var place = Want(wanted, path.Parent.Text);
        place.Files.TryAdd(path.Name, []);
        place.Files[path.Name].Add(file);
    }

    private static Place Want(Dictionary<string, Place> wanted, string path) =>
        wanted.TryGetValue(path, out var there) ? there : wanted[path] = new Place(path);

    private void Replace(Dictionary<string, Place> wanted)
    {
        foreach (var place in _places.Values.Where(place => !wanted.ContainsKey(place.Path)).ToList())
        {
            Forget(place, place.Watch);
            _places.Remove(place.Path);
        }

        foreach (var (path, place) in wanted)
        {
            if (_places.TryGetValue(path, out var known))
            {
                known.Files = place.Files;
                known.Git = place.Git;
                continue;
            }

            _places[path] = place;
            TryWatch(place);
            place.Seen = place.Watch < 0 ? Seen(place) : "";
        }
    }

    private void TryWatch(Place place)
    {
        try
        {
            Watch(place);
        }
        catch (FileFaultException)
        {
            // The workspace's folder itself is gone: it is looked for now and then.
        }
    }

    private void Watch(Place place)
    {
        using var root = FileRoot.Open(workspaceFolder);
        if (root.TryOpen(new FilePath(place.Path), OpenFlags.Path | OpenFlags.Folder | OpenFlags.CloseOnExec, 0, out var folder) != 0)
        {
            return;
        }

        using (folder)
        {
            var watch = inotify.Add(folder!, this);
            if (watch >= 0)
            {
                place.Watch = watch;
                _byWatch.TryAdd(watch, []);
                _byWatch[watch].Add(place);
                return;
            }

            if (watch is -Errno.NoSpace or -Errno.TooManyFiles)
            {
                Limited ??= "The system watches no more folders for this account (fs.inotify.max_user_watches or max_user_instances). "
                    + "Changes are looked for now and then, and shown a few seconds late. To have them at once: sudo sysctl fs.inotify.max_user_watches=524288";
            }
        }
    }

    private void Forget(Place place, int watch)
    {
        if (watch < 0)
        {
            return;
        }

        inotify.Remove(watch, this);
        if (_byWatch.TryGetValue(watch, out var places) && places.Remove(place) && places.Count == 0)
        {
            _byWatch.Remove(watch);
        }
    }

    /// <summary>What a look at a folder sees; another text when something changed.</summary>
    private string Seen(Place place)
    {
        try
        {
            using var root = FileRoot.Open(workspaceFolder);
            using var folder = root.OpenFolder(new FilePath(place.Path));
            var hash = new HashCode();
            foreach (var name in FolderReader.Read(folder, place.Path).Take(MostLookedAt))
            {
                hash.Add(name.Name, StringComparer.Ordinal);
                hash.Add(FileStat.TryOf(folder, FilePath.ToNative(name.Name), out var stat) == 0 ? stat.Revision : "");
            }

            return $"{FileStat.Of(folder, place.Path).Revision} {hash.ToHashCode()}";
        }
        catch (FileFaultException fault)
        {
            return fault.Error.Code;
        }
    }

    private static FilePath? TryResolve(FileRoot root, string file)
    {
        try
        {
            return root.Resolve(FilePath.Parse(file));
        }
        catch (FileFaultException)
        {
            return null;
        }
    }

    private sealed class Place(string path)
    {
        public string Path { get; } = path;

        /// <summary>Open files in it, by their names; as the client calls them.</summary>
        public Dictionary<string, List<string>> Files { get; set; } = new(StringComparer.Ordinal);

        /// <summary>A repository's own folder: only whether git knows something new.</summary>
        public bool Git { get; set; }

        public int Watch { get; set; } = -1;

        public string Seen { get; set; } = "";
    }
}
