using System.Diagnostics;
using System.Net;
using System.Text;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Tests.Disks;

namespace Dispatch.Runner.Tests.Files;

public sealed class FilesTests : IAsyncLifetime
{
    private const string Files = "/api/workspaces/default/files";
    private FilesFixture _files = null!;

    public async Task InitializeAsync() => _files = await FilesFixture.StartAsync();

    public async Task DisposeAsync() => await _files.DisposeAsync();

    [Fact]
    public async Task A_folder_is_listed_folders_first_numbers_by_value_and_a_part_at_a_time()
    {
        foreach (var name in new[] { "file10", "file9", "File1", "b.txt", "sub/x", "another/x", ".hidden" })
        {
            _files.Write(name, name);
        }

        _files.Link("to-sub", "sub");
        var all = await _files.ListAsync();
        Assert.Equal(["another", "sub", "to-sub", ".hidden", "b.txt", "File1", "file9", "file10"], all.Entries.Select(entry => entry.Name));
        Assert.Equal((8, null), (all.Total, all.Next));
        var names = new List<string>();
        for (string? after = ""; after is not null;)
        {
            var part = await _files.ListAsync("", $"&limit=3&after={Uri.EscapeDataString(after)}");
            names.AddRange(part.Entries.Select(entry => entry.Name));
            after = part.Next;
        }

        Assert.Equal(all.Entries.Select(entry => entry.Name), names);
    }

    [Fact]
    public async Task What_a_kill_left_of_a_copy_is_never_listed_and_goes_a_day_later_with_all_that_is_in_it()
    {
        _files.Write("kept", "kept");
        _files.Write(".dispatch-copy-0123456789ab/deep/file", "half");
        _files.Write(".dispatch-save-0123456789ab", "half");
        _files.Write(".dispatch-upload-0123456789ab", "goes on");
        Assert.Equal(["kept"], (await _files.ListAsync()).Entries.Select(entry => entry.Name));
        Assert.True(Directory.Exists(_files.At(".dispatch-copy-0123456789ab")));

        var then = TimeProvider.System.GetUtcNow().UtcDateTime - TimeSpan.FromHours(25);
        Directory.SetLastWriteTimeUtc(_files.At(".dispatch-copy-0123456789ab"), then);
        File.SetLastWriteTimeUtc(_files.At(".dispatch-save-0123456789ab"), then);
        File.SetLastWriteTimeUtc(_files.At(".dispatch-upload-0123456789ab"), then);
        var listing = await _files.ListAsync();
        Assert.Equal("kept", Assert.Single(listing.Entries).Name);
        Assert.Equal(1, listing.Total);
        Assert.Equal([".dispatch-upload-0123456789ab", "kept"], Directory.EnumerateFileSystemEntries(_files.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_save_keeps_permissions_says_when_the_file_changed_meanwhile_and_leaves_nothing_else()
    {
        _files.Write("run.sh", "one");
        File.SetUnixFileMode(_files.At("run.sh"), (UnixFileMode)493);
        var before = await _files.InfoAsync("run.sh");
        var saved = await _files.PutAsync("run.sh", "two", ("If-Match", $"\"{before.Revision}\""));
        Assert.Equal((493, 3L), (saved.Mode, saved.Size));
        Assert.NotEqual(before.Revision, saved.Revision);

        await File.WriteAllTextAsync(_files.At("run.sh"), "six");
        Assert.Equal("file.changed", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", "run.sh"), "mine", ("If-Match", $"\"{saved.Revision}\"")));
        Assert.Equal("six", await File.ReadAllTextAsync(_files.At("run.sh")));
        Assert.Equal("file.exists", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", "run.sh"), "mine", ("If-None-Match", "*")));
        await _files.PutAsync("run.sh", "mine");
        await _files.PutAsync("new", "born", ("If-None-Match", "*"));
        File.Delete(_files.At("run.sh"));
        Assert.Equal("file.changed", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", "run.sh"), "mine", ("If-Match", $"\"{saved.Revision}\"")));
        Assert.Equal("file.not-found", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", "no/such/folder"), "x"));
        Assert.Equal("file.denied", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", ""), "x"));
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task A_download_comes_in_parts_with_its_kind_and_nothing_that_a_browser_would_run()
    {
        _files.Write("page.html", "<script>1</script>");
        await File.WriteAllBytesAsync(_files.At("data"), [0, 1, 2, 3, 4, 5, 6, 7]);
        await File.WriteAllBytesAsync(_files.At("picture.png"), [0x89, 0x50, 0x4E, 0x47, 0, 0]);
        using (var page = await _files.Http.GetAsync(FilesFixture.Url("/content", "page.html"), RunnerFixture.Patience))
        {
            Assert.Equal(("text/plain", "text", "nosniff"), (page.Content.Headers.ContentType!.MediaType, page.Headers.GetValues("Dispatch-Kind").Single(), page.Headers.GetValues("X-Content-Type-Options").Single()));
            using var again = new HttpRequestMessage(HttpMethod.Get, FilesFixture.Url("/content", "page.html"));
            again.Headers.IfNoneMatch.Add(page.Headers.ETag!);
            using var same = await _files.Http.SendAsync(again, RunnerFixture.Patience);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, FilesFixture.Url("/content", "data", "&download=1"));
        request.Headers.Range = new(2, 4);
        using var part = await _files.Http.SendAsync(request, RunnerFixture.Patience);
        Assert.Equal((HttpStatusCode.PartialContent, "attachment"), (part.StatusCode, part.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal([2, 3, 4], await part.Content.ReadAsByteArrayAsync());
        using var picture = await _files.Http.GetAsync(FilesFixture.Url("/content", "picture.png"), RunnerFixture.Patience);
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Names_may_be_anything_that_Linux_takes()
    {
        var longest = new string('ü', 127) + "x";
        foreach (var name in new[] { "line\nbreak", "🦊 \u202E", longest, "a%2fb", "q?x=1&y", "-rf", " ", "\"'`$(x)" })
        {
            await _files.PutAsync(name, name, ("If-None-Match", "*"));
            Assert.Equal(name, await File.ReadAllTextAsync(_files.At(name)));
            Assert.Equal(name, (await _files.InfoAsync(name)).Name);
        }

        Assert.Equal("file.name-invalid", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", longest + "x"), "x"));
        await ShellAsync("printf odd > \"$(printf 'caf\\351')\"; printf real > \"$(printf '\\356\\276\\200')\"");
        var odd = (await _files.ListAsync()).Entries.Single(entry => entry.Name.StartsWith("caf", StringComparison.Ordinal));
        Assert.Equal("caf\uEFE9", odd.Name);
        Assert.Equal("odd", await _files.Http.GetStringAsync(FilesFixture.Url("/content", odd.Name), RunnerFixture.Patience));
        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + "/move", new { from = odd.Name, to = odd.Name + "\uEFE9" });
        Assert.Equal("636166e9e9", (await ShellAsync("ls | grep -a ^caf | tr -d '\\n' | od -An -tx1 | tr -d ' \\n'")).Trim());
        var real = (await _files.ListAsync()).Entries.Single(entry => entry.Name == "\uEFEE\uEFBE\uEF80");
        Assert.Equal("real", await _files.Http.GetStringAsync(FilesFixture.Url("/content", real.Name), RunnerFixture.Patience));
    }

    [Fact]
    public async Task Pipes_sockets_devices_and_circles_are_listed_and_never_opened()
    {
        await ShellAsync("mkfifo pipe; ln -s circle-b circle-a; ln -s circle-a circle-b; ln -s pipe to-pipe");
        var listed = (await _files.ListAsync()).Entries.ToDictionary(entry => entry.Name);
        Assert.Equal((FileKind.Other, LinkTarget.None, LinkTarget.None), (listed["pipe"].Kind, listed["circle-a"].LinksTo, listed["to-pipe"].LinksTo));
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put })
        {
            Assert.Equal("file.not-a-file", await _files.RefusedAsync(method, FilesFixture.Url("/content", "pipe"), method == HttpMethod.Put ? "x" : null));
            Assert.Equal("file.not-a-file", await _files.RefusedAsync(method, FilesFixture.Url("/content", "to-pipe"), method == HttpMethod.Put ? "x" : null));
            Assert.Equal("file.link-circle", await _files.RefusedAsync(method, FilesFixture.Url("/content", "circle-a"), method == HttpMethod.Put ? "x" : null));
        }

        Assert.Equal("file.not-a-file", await _files.RefusedAsync(HttpMethod.Post, Files + "/copy", new { from = "pipe", to = "other" }));
        using var zip = await _files.Http.GetAsync(FilesFixture.Url("/archive"), RunnerFixture.Patience);
        Assert.NotEmpty(await zip.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_is_moved_copied_and_deleted_replaces_nothing_and_comes_back()
    {
        _files.Write("a/one", "1");
        _files.Write("a/deep/two", "2");
        _files.Link("a/link", "one");
        _files.Write("b", "b");
        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + "/copy", new { from = "a", to = "copy" });
        Assert.Equal(("1", "2", "one"), (File.ReadAllText(_files.At("copy/one")), File.ReadAllText(_files.At("copy/deep/two")), new FileInfo(_files.At("copy/link")).LinkTarget));
        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + "/move", new { from = "copy", to = "moved" });
        Assert.Equal("file.exists", await _files.RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "b", to = "moved" }));
        Assert.Equal("file.exists", await _files.RefusedAsync(HttpMethod.Post, Files + "/copy", new { from = "b", to = "a/one" }));
        Assert.Equal("file.into-itself", await _files.RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "a", to = "a/deep/a" }));
        Assert.Equal("file.into-itself", await _files.RefusedAsync(HttpMethod.Post, Files + "/copy", new { from = "a", to = "a/deep/a" }));
        Assert.Equal("file.not-found", await _files.RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "none", to = "x" }));

        Assert.Equal("file.not-found", await _files.RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { "a", "none" } }));
        Assert.True(Directory.Exists(_files.At("a")));
        var trashed = await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "a", "a/one", "b" } });
        Assert.Equal((2, false, false), (trashed.Count, Directory.Exists(_files.At("a")), File.Exists(_files.At("b"))));
        Assert.Equal(["a", "b"], (await _files.SendAsync<TrashList>(HttpMethod.Get, Files + "/trash")).Items.Single().Paths);
        _files.Write("b", "another");
        Assert.Equal("file.exists", await _files.RefusedAsync(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore"));
        File.Delete(_files.At("b"));
        await _files.SendAsync<Restored>(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore");
        Assert.Equal(("2", "b"), (File.ReadAllText(_files.At("a/deep/two")), File.ReadAllText(_files.At("b"))));
        Assert.Equal("trash.not-found", await _files.RefusedAsync(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore"));
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task An_upload_goes_on_after_the_runner_was_killed_and_is_seen_only_once_it_is_whole()
    {
        var bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        var upload = await _files.SendAsync<Upload>(HttpMethod.Post, Files + "/uploads", new { path = "new/big", size = bytes.Length });
        await _files.SendAsync<Upload>(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=0", bytes[..100_000]);
        await _files.Runner.KillRunnerAsync();
        Assert.False(File.Exists(_files.At("new/big")));
        await _files.Runner.StartRunnerAsync();

        Assert.Empty((await _files.ListAsync("new")).Entries);
        var there = await _files.SendAsync<Upload>(HttpMethod.Get, Files + $"/uploads/{upload.Id}");
        Assert.Equal(100_000, there.Offset);
        Assert.Equal("upload.offset", await _files.RefusedAsync(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=5", "x"));
        Assert.Equal("upload.incomplete", await _files.RefusedAsync(HttpMethod.Post, Files + $"/uploads/{upload.Id}/done"));
        Assert.Equal("file.too-large", await _files.RefusedAsync(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=100000", new byte[200_001]));
        there = await _files.SendAsync<Upload>(HttpMethod.Get, Files + $"/uploads/{upload.Id}");
        await _files.SendAsync<Upload>(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset={there.Offset}", bytes[(int)there.Offset..]);
        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + $"/uploads/{upload.Id}/done");
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_files.At("new/big")));
        Assert.Equal("file.exists", await _files.RefusedAsync(HttpMethod.Post, Files + "/uploads", new { path = "new/big", size = 1 }));
        var second = await _files.SendAsync<Upload>(HttpMethod.Post, Files + "/uploads", new { path = "new/big", size = 1, replace = true });
        await _files.SendAsync(HttpMethod.Delete, Files + $"/uploads/{second.Id}");
        Assert.Equal("upload.not-found", await _files.RefusedAsync(HttpMethod.Get, Files + $"/uploads/{second.Id}"));
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task A_runner_killed_in_the_middle_of_saves_leaves_the_old_text_or_the_new_one()
    {
        var texts = Enumerable.Range(0, 2).Select(i => new string((char)('a' + i), 200_000)).ToArray();
        _files.Write("text", texts[0]);
        for (var kill = 0; kill < 3; kill++)
        {
            using var stop = new CancellationTokenSource();
            var saving = Task.Run(async () =>
            {
                try
                {
                    for (var i = 0; !stop.IsCancellationRequested; i++)
                    {
                        using var body = new StringContent(texts[i % 2], Encoding.UTF8, "text/plain");
                        using var answer = await _files.Http.PutAsync(FilesFixture.Url("/content", "text"), body, RunnerFixture.Patience);
                        if (i == 3 + kill)
                        {
                            stop.CancelAfter(1);
                        }
                    }
                }
                catch (HttpRequestException)
                {
                    // Killed at some moment of it.
                }
            });
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await _files.Runner.KillRunnerAsync();
            await saving;
            Assert.Contains(await File.ReadAllTextAsync(_files.At("text")), texts);
            Assert.Equal(["text"], Directory.EnumerateFileSystemEntries(_files.Folder).Select(Path.GetFileName).Where(name => !name!.StartsWith(".dispatch-save", StringComparison.Ordinal)));
            await _files.Runner.StartRunnerAsync();
        }
    }

    [Fact]
    public async Task A_save_that_is_cut_off_changes_nothing()
    {
        _files.Write("text", "before");
        using var cut = new CancellationTokenSource();
        using var body = new PushedContent(cut);
        await Assert.ThrowsAnyAsync<Exception>(() => _files.Http.PutAsync(FilesFixture.Url("/content", "text"), body, cut.Token));
        Assert.Equal("before", await File.ReadAllTextAsync(_files.At("text")));
        Assert.Single((await _files.ListAsync()).Entries);
    }

    [OnASmallDisk]
    public async Task A_full_disk_is_said_and_harms_nothing()
    {
        _files.Write("text", "before");
        Directory.CreateDirectory(_files.At("small"));
        using var disk = SmallDisk.Mount(_files.At("small"), 2);
        _files.Write("small/text", "before");
        Assert.Equal("file.disk-full", await _files.RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", "small/text"), new byte[4 << 20]));
        Assert.Equal("before", await File.ReadAllTextAsync(_files.At("small/text")));

        // Onto another disk, which no rename reaches, and back: whole or not at all.
        _files.Write("large", new string('x', 4 << 20));
        Assert.Equal("file.disk-full", await _files.RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "large", to = "small/large" }));
        Assert.Equal(4 << 20, new FileInfo(_files.At("large")).Length);
        await _files.SendAsync<FileDetails>(HttpMethod.Post, Files + "/move", new { from = "text", to = "small/moved" });
        var trashed = await _files.SendAsync<Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "small/moved" } });
        await _files.SendAsync<Restored>(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore");
        Assert.Equal(["moved", "text"], (await _files.ListAsync("small")).Entries.Select(entry => entry.Name));
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task Unsaved_texts_are_kept_over_a_kill_outside_the_project()
    {
        await _files.SendAsync<Draft>(HttpMethod.Put, FilesFixture.Url("/drafts", "src/a.cs"), new { text = "typed\r\n", @base = "r1" });
        await _files.Runner.KillRunnerAsync();
        await _files.Runner.StartRunnerAsync();
        var draft = await _files.SendAsync<Draft>(HttpMethod.Get, FilesFixture.Url("/drafts", "src/a.cs"));
        Assert.Equal(("typed\r\n", "r1"), (draft.Text, draft.Base));
        Assert.Equal(["src/a.cs"], (await _files.SendAsync<DraftList>(HttpMethod.Get, Files + "/drafts/all")).Items.Select(item => item.Path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_files.Folder));
        Assert.Equal(204, (await _files.SendAsync(HttpMethod.Delete, FilesFixture.Url("/drafts", "src/a.cs"))).Status);
        Assert.Equal("file.not-found", await _files.RefusedAsync(HttpMethod.Get, FilesFixture.Url("/drafts", "src/a.cs")));
    }

    private async Task<string> ShellAsync(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = _files.Folder, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(RunnerFixture.Patience);
        await process.WaitForExitAsync(RunnerFixture.Patience);
        return said;
    }

    /// <summary>Announces more than it sends, and then goes away.</summary>
    private sealed class PushedContent(CancellationTokenSource cut) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[10_000]);
            await stream.FlushAsync();
            await cut.CancelAsync();
            await Task.Delay(Timeout.Infinite, cut.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 1_000_000;
            return true;
        }
    }
}
