using Dispatch.Protocol.Files;
using Dispatch.Runner.Tests.Disks;

namespace Dispatch.Runner.Tests.Files;

/// <summary>What is moved to another disk has to be copied; whatever goes wrong with it, it is whole, and in one place.</summary>
public sealed class LeftoverTests : IAsyncLifetime
{
    private const string Files = "/api/workspaces/default/files";
    private FilesFixture _files = null!;

    private string Bin => Path.Combine(Path.GetDirectoryName(_files.Runner.Data.WorkspaceLog("default"))!, "trash");

    public async Task InitializeAsync() => _files = await FilesFixture.StartAsync();

    public async Task DisposeAsync() => await _files.DisposeAsync();

    [OnASmallDisk]
    public async Task What_can_not_be_taken_from_its_place_stays_there_whole_and_is_nowhere_else()
    {
        Directory.CreateDirectory(_files.At("small"));
        using var disk = SmallDisk.Mount(_files.At("small"), 4);
        _files.Write("small/all/a", "a");
        _files.Write("small/all/deep/b", "b");
        disk.SetReadOnly(true);
        Assert.Equal("file.read-only", await _files.RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "small/all", to = "all" }));
        Assert.Equal("file.read-only", await _files.RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { "small/all" } }));
        Assert.Equal(("a", "b"), (File.ReadAllText(_files.At("small/all/a")), File.ReadAllText(_files.At("small/all/deep/b"))));
        Assert.Equal(["small"], (await _files.ListAsync()).Entries.Select(entry => entry.Name));
        Assert.Empty((await _files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash")).Items);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Bin));

        // A disk itself isn't moved, nor is what is on it.
        disk.SetReadOnly(false);
        Assert.Equal("file.failed", await _files.RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { "small" } }));
        Assert.Equal("b", File.ReadAllText(_files.At("small/all/deep/b")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Bin));
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task Of_a_deletion_that_was_cut_off_the_trash_keeps_only_what_is_whole()
    {
        _files.Write("a", "a");
        var trashed = await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "a" } });
        var half = Path.Combine(Bin, "0123456789ab");
        Directory.CreateDirectory(Path.Combine(half, ".dispatch-copy-0123456789ab", "deep"));
        await File.WriteAllTextAsync(Path.Combine(half, ".dispatch-copy-0123456789ab", "deep", "file"), "half");
        File.Copy(Path.Combine(Bin, trashed.Id, "record.json"), Path.Combine(half, "record.json"));
        Directory.CreateDirectory(Path.Combine(Bin, "ba9876543210"));

        var listed = await _files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash");
        Assert.Equal(trashed.Id, Assert.Single(listed.Items).Id);
        Assert.Equal([trashed.Id], Directory.EnumerateFileSystemEntries(Bin).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_half_that_can_not_be_emptied_keeps_nobody_from_the_rest_of_the_trash()
    {
        _files.Write("a", "a");
        _files.Write("b", "b");
        var trashed = await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "a" } });

        // Deeper than anything is emptied: one beside what is whole, one alone.
        var tooDeep = Path.Combine(".dispatch-copy-0123456789ab", string.Join('/', Enumerable.Repeat("d", 410)));
        var alone = Path.Combine(Bin, "0123456789ab");
        Directory.CreateDirectory(Path.Combine(Bin, trashed.Id, tooDeep));
        Directory.CreateDirectory(Path.Combine(alone, tooDeep));
        File.Copy(Path.Combine(Bin, trashed.Id, "record.json"), Path.Combine(alone, "record.json"));

        Assert.Equal(trashed.Id, Assert.Single((await _files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash")).Items).Id);
        await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "b" } });
        Assert.Equal(["a"], (await _files.SendAsync<Restored>(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore")).Paths);
        Assert.Equal(["b"], Assert.Single((await _files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash")).Items).Paths);
    }
}
