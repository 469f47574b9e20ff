using System.Runtime.InteropServices;

namespace Dispatch.Runner.Tests.Files;

/// <summary>Tricks to get out of the workspace's folder: each is refused, and nothing outside is read or touched.</summary>
public sealed class EscapeTests : IAsyncLifetime
{
    private const string Files = "/api/workspaces/default/files";
    private FilesFixture _files = null!;

    public async Task InitializeAsync()
    {
        _files = await FilesFixture.StartAsync();
        _files.Write("inside/a", "mine");
        _files.Link("out", _files.Outside);
        _files.Link("out-relative", "../outside");
        _files.Link("chain", "inside/next");
        _files.Link("inside/next", "../out");
        _files.Link("secret", Path.Combine(_files.Outside, "secret"));
        _files.Link("up", "..");
        _files.Link("proc-root", "/proc/self/root");
        _files.Link("proc-cwd", "/proc/self/cwd");
        _files.Link("proc-fd", "/proc/self/fd");
        _files.Link("dangling", "../outside/made");
    }

    public async Task DisposeAsync() => await _files.DisposeAsync();

    public static TheoryData<string> Outside =>
    [
        "..", "../outside", "../outside/secret", "inside/../../outside/secret", "inside/..", "/etc/passwd", "/", "//etc/passwd", "inside//a", "./inside", "inside/.", ".",
        "a\0b", "inside/a\0/../../outside/secret",
        "out", "out/secret", "out-relative/secret", "chain/secret", "secret", "up", "up/outside/secret", "inside/next/secret",
        "proc-root/etc/passwd", "proc-cwd", "proc-fd/0", "dangling",
    ];

    [Theory]
    [MemberData(nameof(Outside))]
    public async Task A_path_that_leads_out_is_refused_whatever_is_asked_of_it(string path)
    {
        // What isn't followed is told as what it is: a link of the workspace's own, which may be moved, copied as a link, or deleted.
        var itself = path is "out" or "secret" or "up" or "proc-cwd" or "dangling";
        await RefusedAsync(HttpMethod.Get, FilesFixture.Url("", path));
        await RefusedAsync(HttpMethod.Get, FilesFixture.Url("/content", path));
        await RefusedAsync(HttpMethod.Get, FilesFixture.Url("/archive", path));
        await RefusedAsync(HttpMethod.Put, FilesFixture.Url("/content", path), "theirs");
        await RefusedAsync(HttpMethod.Post, Files + "/mode", new { path, mode = 511 });
        await RefusedAsync(HttpMethod.Post, Files + "/folders", new { path = path + "/made/within" });
        await RefusedAsync(HttpMethod.Post, Files + "/move", new { from = "inside/a", to = path + "/stolen" });
        await RefusedAsync(HttpMethod.Post, Files + "/copy", new { from = "inside/a", to = path + "/stolen" });
        await RefusedAsync(HttpMethod.Post, Files + "/links", new { path = path + "/link", target = "x" });
        await RefusedAsync(HttpMethod.Post, Files + "/uploads", new { path = path + "/up", size = 3 });
        await RefusedAsync(HttpMethod.Post, Files + "/uploads", new { path, size = 3, replace = true });
        await RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { path + "/secret" } });
        if (!itself)
        {
            await RefusedAsync(HttpMethod.Get, FilesFixture.Url("/info", path + "/x"));
            await RefusedAsync(HttpMethod.Post, Files + "/move", new { from = path, to = "stolen" });
            await RefusedAsync(HttpMethod.Post, Files + "/copy", new { from = path, to = "stolen" });
            await RefusedAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { path } });
        }

        Assert.Equal("mine", File.ReadAllText(_files.At("inside/a")));
        Assert.False(File.Exists(_files.At("stolen")));
        _files.AssertOutsideIsUntouched();
        _files.AssertNothingHalf();
    }

    [Fact]
    public async Task A_link_out_is_listed_as_one_and_its_own_entry_can_be_changed_without_what_it_leads_to()
    {
        var listed = (await _files.ListAsync()).Entries.Single(entry => entry.Name == "out");
        Assert.Equal((Protocol.Files.FileKind.Link, Protocol.Files.LinkTarget.None, _files.Outside), (listed.Kind, listed.LinksTo, listed.Target));
        await _files.SendAsync<Protocol.Files.FileDetails>(HttpMethod.Post, Files + "/copy", new { from = "out", to = "copied" });
        Assert.Equal(_files.Outside, new DirectoryInfo(_files.At("copied")).LinkTarget);
        var trashed = await _files.SendAsync<Protocol.Files.Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "out", "copied", "secret" } });
        _files.AssertOutsideIsUntouched();
        await _files.SendAsync<Protocol.Files.Restored>(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore");
        Assert.Equal(_files.Outside, new DirectoryInfo(_files.At("out")).LinkTarget);
        _files.AssertOutsideIsUntouched();
    }

    [Fact]
    public async Task A_folder_with_links_out_is_zipped_and_copied_with_the_links_and_not_with_what_they_lead_to()
    {
        using var answer = await _files.Http.GetAsync(FilesFixture.Url("/archive", ""), RunnerFixture.Patience);
        await using var zip = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync());
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("home/inside/a", names);
        Assert.DoesNotContain(names, name => name.StartsWith("home/out/", StringComparison.Ordinal));
        using var link = new StreamReader(await zip.GetEntry("home/out")!.OpenAsync());
        Assert.Equal(_files.Outside, await link.ReadToEndAsync());
    }

    [Fact]
    public async Task What_was_deleted_does_not_come_back_through_a_folder_that_became_a_link_out()
    {
        var trashed = await _files.SendAsync<Protocol.Files.Trashed>(HttpMethod.Post, Files + "/trash", new { paths = new[] { "inside/a" } });
        Directory.Move(_files.At("inside"), _files.At("elsewhere"));
        _files.Link("inside", _files.Outside);
        Assert.Equal("file.outside", await _files.RefusedAsync(HttpMethod.Post, Files + $"/trash/{trashed.Id}/restore"));
        _files.AssertOutsideIsUntouched();
    }

    [Fact]
    public async Task An_upload_does_not_end_in_a_folder_that_became_a_link_out()
    {
        var upload = await _files.SendAsync<Protocol.Files.Upload>(HttpMethod.Post, Files + "/uploads", new { path = "inside/new", size = 3 });
        Directory.Move(_files.At("inside"), _files.At("elsewhere"));
        _files.Link("inside", _files.Outside);
        await RefusedAsync(HttpMethod.Patch, Files + $"/uploads/{upload.Id}?offset=0", "abc");
        await RefusedAsync(HttpMethod.Post, Files + $"/uploads/{upload.Id}/done");
        _files.AssertOutsideIsUntouched();
    }

    [Fact]
    public async Task Links_that_stay_inside_are_followed_the_absolute_ones_too()
    {
        _files.Link("near", "inside");
        _files.Link("absolute", _files.At("inside"));
        _files.Link("file", "inside/a");
        foreach (var path in new[] { "near/a", "absolute/a", "file" })
        {
            Assert.Equal("mine", await _files.Http.GetStringAsync(FilesFixture.Url("/content", path), RunnerFixture.Patience));
        }

        await _files.PutAsync("file", "new");
        Assert.Equal("inside/a", new FileInfo(_files.At("file")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(_files.At("inside/a")));
    }

    /// <summary>Another process makes a folder into a link out and back, as fast as it can, while everything is tried on it.</summary>
    [Fact]
    public async Task A_folder_that_becomes_a_link_out_and_back_at_any_moment_leads_nobody_out()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable("DISPATCH_FLIP_SECONDS"), out var asked) ? Math.Clamp(asked, 1, 10) : 3;
        Directory.CreateDirectory(_files.At("real"));
        File.WriteAllText(_files.At("real/secret"), "mine");
        _files.Link("way-out", _files.Outside);
        Directory.CreateDirectory(_files.At("flip"));
        File.WriteAllText(_files.At("flip/secret"), "mine");
        using var stop = new CancellationTokenSource();
        var flips = 0;
        var flipper = Task.Run(() =>
        {
            // One call that exchanges both: there is never a moment without either.
            while (!stop.IsCancellationRequested)
            {
                Assert.Equal(0, RenameExchange(-100, _files.At("flip"), -100, _files.At("way-out"), 2));
                flips++;
            }
        });

        var random = new Random(6);
        var (answered, refused) = (0, 0);
        for (var until = Environment.TickCount64 + (seconds * 1000); Environment.TickCount64 < until;)
        {
            var name = $"n{random.Next(1000)}";
            var (status, body) = random.Next(7) switch
            {
                0 => await SendAsync(HttpMethod.Get, FilesFixture.Url("/content", "flip/secret")),
                1 => await SendAsync(HttpMethod.Put, FilesFixture.Url("/content", "flip/" + name), "x"),
                2 => await SendAsync(HttpMethod.Post, Files + "/folders", new { path = "flip/f/" + name }),
                3 => await SendAsync(HttpMethod.Post, Files + "/copy", new { from = "real/secret", to = "flip/" + name }),
                4 => await SendAsync(HttpMethod.Get, FilesFixture.Url("", "flip")),
                5 => await SendAsync(HttpMethod.Post, Files + "/trash", new { paths = new[] { "flip/" + name } }),
                _ => await SendAsync(HttpMethod.Post, Files + "/links", new { path = "flip/" + name, target = "x" }),
            };
            Assert.DoesNotContain("treasure", body, StringComparison.Ordinal);
            _ = status < 400 ? answered++ : refused++;
        }

        await stop.CancelAsync();
        await flipper;
        Assert.True(answered > 0 && refused > 0 && flips > 100, $"{answered} answered, {refused} refused, {flips} flips");
        _files.AssertOutsideIsUntouched();
    }

    private async Task RefusedAsync(HttpMethod method, string url, object? body = null)
    {
        var (status, said) = await SendAsync(method, url, body);
        Assert.True(status is 400 or 403 or 404 or 409, $"{method} {url}: {status} {said}");
        Assert.DoesNotContain("treasure", said, StringComparison.Ordinal);
    }

    private Task<(int Status, string Body)> SendAsync(HttpMethod method, string url, object? body = null) => _files.SendAsync(method, url, body);

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    private static extern int RenameExchange(
        int from, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int to, [MarshalAs(UnmanagedType.LPUTF8Str)] string newName, uint flags);
}
