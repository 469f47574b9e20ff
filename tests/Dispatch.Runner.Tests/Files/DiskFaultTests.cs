using Dispatch.Protocol.Files;
using Dispatch.Runner.Tests.Disks;

namespace Dispatch.Runner.Tests.Files;

/// <summary>Disks that take nothing: everything is refused with the reason, and all that was there is there.</summary>
public sealed class DiskFaultTests
{
    private const string Files = "/api/workspaces/default/files";

    [OnASmallDisk]
    public async Task On_a_disk_that_can_not_be_written_every_change_is_refused_and_all_can_be_read()
    {
        await using var files = await FilesFixture.StartAsync();
        Directory.CreateDirectory(files.At("small"));
        using var disk = SmallDisk.Mount(files.At("small"), 4);
        files.Write("small/text", "before");
        files.Write("small/folder/inner", "inner");
        files.Write("small/gone", "gone");
        files.Write("here", "here");
        var trashed = await files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "small/gone" } });
        var upload = await files.SendAsync<Upload>(HttpMethod.Post, Files + "/uploads", new { path = "small/begun", size = 3 });
        disk.SetReadOnly(true);

        (HttpMethod Method, string Url, object? Body)[] changes =
        [
            (HttpMethod.Put, FilesFixture.Url("/content", "small/text"), "after"),
            (HttpMethod.Put, FilesFixture.Url("/content", "small/new"), "new"),
            (HttpMethod.Post, Files + "/uploads", new { path = "small/up", size = 3 }),
            (HttpMethod.Post, Files + "/uploads", new { path = "small/deep/up", size = 3 }),
            (HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=0", "abc"),
            (HttpMethod.Post, Files + "/folders", new { path = "small/folders" }),
            (HttpMethod.Post, Files + "/move", new { from = "small/text", to = "small/moved" }),
            (HttpMethod.Post, Files + "/move", new { from = "small/text", to = "moved" }),
            (HttpMethod.Post, Files + "/move", new { from = "here", to = "small/here" }),
            (HttpMethod.Post, Files + "/copy", new { from = "here", to = "small/here" }),
            (HttpMethod.Post, Files + "/links", new { path = "small/link", target = "text" }),
            (HttpMethod.Post, Files + "/trash", new { paths = new[] { "here", "small/text" } }),
            (HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore", null),
        ];
        foreach (var (method, url, body) in changes)
        {
            var (status, said) = await files.SendAsync(method, url, body);
            Assert.True(status == 403 && said.Contains("file.read-only", StringComparison.Ordinal) && said.Contains("Mount it for writing", StringComparison.Ordinal), $"{method} {url} {body}: {status} {said}");
        }

        var replaced = await files.SendAsync<Replaced>(
            HttpMethod.Post, Files + "/replace", new { query = "before", replacement = "after", files = new[] { new { path = "small/text" } } });
        Assert.Equal("file.read-only", Assert.Single(replaced.Failed).Code);
        Assert.Equal("before", await files.Http.GetStringAsync(FilesFixture.Url("/content", "small/text"), RunnerFixture.Patience));
        Assert.Equal(["folder", "text"], (await files.ListAsync("small")).Entries.Select(entry => entry.Name));
        Assert.Equal(["small", "here"], (await files.ListAsync()).Entries.Select(entry => entry.Name));

        // Nothing is lost of what waits, either.
        disk.SetReadOnly(false);
        await files.SendAsync<Restored>(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore");
        Assert.Equal("gone", File.ReadAllText(files.At("small/gone")));
        await files.SendAsync<Upload>(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=0", "abc");
        await files.SendAsync<FileDetails>(HttpMethod.Post, Files + $"/uploads/{upload.Id}/done");
        Assert.Equal("abc", File.ReadAllText(files.At("small/begun")));
        files.AssertNothingHalf();
    }

    [OnASmallDisk]
    public async Task On_a_disk_without_room_what_needs_some_is_refused_and_goes_on_once_there_is_some()
    {
        await using var files = await FilesFixture.StartAsync();
        Directory.CreateDirectory(files.At("small"));
        using var disk = SmallDisk.Mount(files.At("small"), 4);
        files.Write("small/text", "before");
        files.Write("large", new string('x', 1 << 20));
        Directory.CreateDirectory(files.At("small/folder"));
        var upload = await files.SendAsync<Upload>(HttpMethod.Post, Files + "/uploads", new { path = "small/folder/up", size = 1 << 20 });
        await files.SendAsync<Upload>(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=0", new byte[1 << 19]);
        disk.FillUpTo(1 << 16);

        (HttpMethod Method, string Url, object? Body)[] changes =
        [
            (HttpMethod.Put, FilesFixture.Url("/content", "small/text"), new byte[1 << 20]),
            (HttpMethod.Put, FilesFixture.Url("/content", "small/new"), new byte[1 << 20]),
            (HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset={1 << 19}", new byte[1 << 19]),
            (HttpMethod.Post, Files + "/move", new { from = "large", to = "small/large" }),
            (HttpMethod.Post, Files + "/copy", new { from = "large", to = "small/large" }),
        ];
        foreach (var (method, url, body) in changes)
        {
            var (status, said) = await files.SendAsync(method, url, body);
            Assert.True(status == 503 && said.Contains("file.disk-full", StringComparison.Ordinal) && said.Contains("Delete something", StringComparison.Ordinal), $"{method} {url}: {status} {said}");
        }

        Assert.Equal("before", File.ReadAllText(files.At("small/text")));
        Assert.Equal(1 << 20, new FileInfo(files.At("large")).Length);
        Assert.Equal(["folder", "filler", "text"], (await files.ListAsync("small")).Entries.Select(entry => entry.Name));
        Assert.Empty((await files.ListAsync("small/folder")).Entries);

        disk.Free();
        var there = await files.SendAsync<Upload>(HttpMethod.Get, Files + $"/uploads/{upload.Id}");
        Assert.Equal(1 << 19, there.Offset);
        await files.SendAsync<Upload>(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset={there.Offset}", new byte[1 << 19]);
        await files.SendAsync<FileDetails>(HttpMethod.Post, Files + $"/uploads/{upload.Id}/done");
        Assert.Equal(1 << 20, new FileInfo(files.At("small/folder/up")).Length);
        files.AssertNothingHalf();
    }

    [OnASmallDisk]
    public async Task Where_the_runners_own_disk_has_no_room_files_are_saved_and_nothing_is_deleted_that_could_not_come_back()
    {
        await using var files = await FilesFixture.StartAsync(diskMegabytes: 16);
        files.Write("large", new string('x', 4 << 20));
        files.Write("text", "before");
        await files.SendAsync<Draft>(HttpMethod.Put, FilesFixture.Url("/drafts", "text"), new { text = "typed before" });
        files.Runner.Disk!.FillUpTo(1 << 20);
        Assert.Equal("file.disk-full", await files.RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { "text", "large" } }));
        files.Runner.Disk.FillUpTo(0);

        (HttpMethod Method, string Url, object? Body)[] changes =
        [
            (HttpMethod.Post, Files + "/trash", new { paths = new[] { "text", "large" } }),
            (HttpMethod.Put, FilesFixture.Url("/drafts", "text"), new { text = "typed after" }),
            (HttpMethod.Put, FilesFixture.Url("/drafts", "other"), new { text = "typed after" }),
            (HttpMethod.Post, Files + "/uploads", new { path = "up", size = 3 }),
        ];
        foreach (var (method, url, body) in changes)
        {
            var (status, said) = await files.SendAsync(method, url, body);
            Assert.True(status == 503 && said.Contains("file.disk-full", StringComparison.Ordinal) && said.Contains(files.Runner.Data.Root, StringComparison.Ordinal), $"{method} {url}: {status} {said}");
        }

        await files.PutAsync("text", "after");
        Assert.Equal(("after", 4 << 20), (File.ReadAllText(files.At("text")), new FileInfo(files.At("large")).Length));
        Assert.Equal("typed before", (await files.SendAsync<Draft>(HttpMethod.Get, FilesFixture.Url("/drafts", "text"))).Text);
        Assert.Empty((await files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash")).Items);

        files.Runner.Disk.Free();
        await files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "text", "large" } });
        Assert.Empty(Directory.EnumerateFileSystemEntries(files.Folder));
    }
}
