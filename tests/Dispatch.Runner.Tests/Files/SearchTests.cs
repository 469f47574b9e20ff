using System.Diagnostics;
using System.Text.Json;
using Dispatch.Protocol.Files;
using Dispatch.Runner.Files.Finding;
using Dispatch.Runner.Files.Ignoring;

namespace Dispatch.Runner.Tests.Files;

public sealed class SearchTests : IAsyncLifetime
{
    private const string Files = "/api/workspaces/default/files";
    private FilesFixture _files = null!;

    public async Task InitializeAsync() => _files = await FilesFixture.StartAsync();

    public async Task DisposeAsync() => await _files.DisposeAsync();

    [Theory]
    [InlineData("*.log\n!keep.log", "a/x.log", false, true)]
    [InlineData("*.log\n!keep.log", "a/keep.log", false, null)]
    [InlineData("build/", "src/build", true, true)]
    [InlineData("build/", "build", false, null)]
    [InlineData("/build", "src/build", true, null)]
    [InlineData("/build", "build", true, true)]
    [InlineData("docs/*.md", "docs/a.md", false, true)]
    [InlineData("docs/*.md", "x/docs/a.md", false, null)]
    [InlineData("**/temp", "a/b/temp", true, true)]
    [InlineData("a/**/z", "a/z", false, true)]
    [InlineData("a/**/z", "a/b/c/z", false, true)]
    [InlineData("out/**", "out/x/y", false, true)]
    [InlineData("[ab]?.txt", "b1.txt", false, true)]
    [InlineData("[!ab]1.txt", "b1.txt", false, null)]
    [InlineData("# comment\n\\#real", "#real", false, true)]
    [InlineData("trailing   ", "trailing", false, true)]
    public void Ignore_rules_are_gits(string rules, string path, bool folder, bool? ignored)
    {
        var said = IgnoreFile.Parse(rules).Decide(path, path[(path.LastIndexOf('/') + 1)..], folder);
        Assert.Equal(ignored, said == false ? null : said);
    }

    [Fact]
    public async Task Ignored_files_are_marked_in_listings_and_left_out_of_what_is_found()
    {
        _files.Write(".gitignore", "*.log\nout/\n");
        _files.Write("src/.gitignore", "!important.log\n");
        foreach (var name in new[] { "src/app.cs", "src/a.log", "src/important.log", "out/app.cs", "node_modules/app.cs" })
        {
            _files.Write(name, "x");
        }

        Assert.Equal(["a.log"], (await _files.ListAsync("src")).Entries.Where(entry => entry.Ignored == true).Select(entry => entry.Name));
        Assert.Equal(["app.cs"], (await _files.ListAsync("out")).Entries.Where(entry => entry.Ignored == true).Select(entry => entry.Name));
        var found = await _files.SendAsync<FoundFiles>(HttpMethod.Get, Files + "/find?query=app");
        Assert.Equal(["src/app.cs"], found.Files.Select(file => file.Path));
        Assert.Equal([[4, 7]], found.Files[0].Ranges);
        Assert.True(found.Complete);
    }

    [Fact]
    public void The_best_fit_comes_first_and_a_hundred_thousand_paths_take_a_blink()
    {
        var random = new Random(6);
        string[] words = ["session", "list", "view", "model", "test", "runner", "server", "web", "terminal", "screen", "index", "file", "layout", "page", "store"];
        string Word() => words[random.Next(words.Length)];
        var paths = Enumerable.Range(0, 100_000).Select(i => new FileIndex.Entry($"{Word()}/{Word()}-{i % 977}/{Word()}/{Word()}{Word()}{i}.ts")).ToList();
        foreach (var path in new[] { "src/SessionList.cs", "src/sessions/list.ts", "tests/SlowLinesTest.cs", "docs/session-list.md" })
        {
            paths.Add(new FileIndex.Entry(path));
        }

        Assert.Equal("src/SessionList.cs", FileIndex.Find(paths, "SessionList.cs", 10, true, default).Files[0].Path);
        Assert.Equal("docs/session-list.md", FileIndex.Find(paths, "session-list.md", 10, true, default).Files[0].Path);
        Assert.Contains("tests/SlowLinesTest.cs", FileIndex.Find(paths, "slt.cs", 10, true, default).Files.Select(file => file.Path));
        Assert.Empty(FileIndex.Find(paths, "zzqq", 10, true, default).Files);
        var best = Enumerable.Range(0, 7).Min(_ =>
        {
            var since = Stopwatch.GetTimestamp();
            FileIndex.Find(paths, "termview", 50, true, default);
            return Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        });
        Assert.True(best < 250, $"{best} ms");
    }

    [Fact]
    public async Task A_search_streams_lines_with_places_and_a_replacement_leaves_alone_what_changed_since()
    {
        _files.Write("a.txt", "one needle\r\nnone\r\nüNEEDLE and needle\r\n");
        _files.Write("sub/b.txt", "needles\n");
        _files.Write("sub/c.md", "needle\n");
        _files.Write("ignored/d.txt", "needle\n");
        _files.Write(".gitignore", "ignored\n");
        await File.WriteAllBytesAsync(_files.At("binary"), [0, .. "needle"u8]);
        var lines = await SearchAsync(new { query = "needle" });
        Assert.Equal(["a.txt:1:5", "a.txt:3:2", "sub/b.txt:1:1", "sub/c.md:1:1"], Places(lines));
        Assert.Equal([[1, 7], [12, 18]], lines.OfType<SearchMatch>().Single(match => match.Line == 3).Ranges);
        Assert.Equal((3, 5), (((SearchDone)lines[^1]).Files, ((SearchDone)lines[^1]).Matches));
        Assert.Equal(["a.txt:1:5", "a.txt:3:13", "sub/c.md:1:1"], Places(await SearchAsync(new { query = "needle", caseSensitive = true, word = true })));
        Assert.Equal(["sub/b.txt:1:1"], Places(await SearchAsync(new { query = "needle", include = new[] { "sub" }, exclude = new[] { "*.md" } })));
        Assert.Equal(["sub/b.txt:1:1"], Places(await SearchAsync(new { query = "ne+dles?$", regex = true, include = new[] { "sub/*.txt" } })));
        Assert.Contains("ignored/d.txt:1:1", Places(await SearchAsync(new { query = "needle", ignored = true })));
        Assert.True(((SearchDone)(await SearchAsync(new { query = "needle", limit = 1 }))[^1]).Limited);
        Assert.Equal("file.query-invalid", await _files.RefusedAsync(HttpMethod.Post, Files + "/search", new { query = "(", regex = true }));

        var revision = await SearchedRevisionAsync("a.txt");
        var stale = await SearchedRevisionAsync("sub/b.txt");
        await File.AppendAllTextAsync(_files.At("sub/b.txt"), "more\n");
        var replaced = await _files.SendAsync<Replaced>(HttpMethod.Post, Files + "/replace", new
        {
            query = "n(eedle)",
            regex = true,
            replacement = "<$1>",
            files = new object[] { new { path = "a.txt", revision }, new { path = "sub/b.txt", revision = stale }, new { path = "../outside/secret" } },
        });
        Assert.Equal(("a.txt", 3), (replaced.Changed.Single().Path, replaced.Changed.Single().Count));
        Assert.Equal(["file.changed", "file.outside"], replaced.Failed.Select(failed => failed.Code));
        Assert.Equal("one <eedle>\r\nnone\r\nü<EEDLE> and <eedle>\r\n", await File.ReadAllTextAsync(_files.At("a.txt")));
        _files.AssertOutsideIsUntouched();
    }

    [Fact]
    public async Task What_was_written_just_before_a_search_can_be_replaced_as_it_was_found()
    {
        for (var round = 0; round < 10; round++)
        {
            _files.Write("a.txt", $"none\nneedle {round}\nneedle\n");
            _files.Write("b.txt", $"needle {round}\n");
            var lines = await SearchAsync(new { query = "needle" });
            Assert.Equal(["a.txt:2:1", "a.txt:3:1", "b.txt:1:1"], Places(lines));
            var files = lines.OfType<SearchMatch>().Select(match => (match.Path, match.Revision)).Distinct().Select(file => new { path = file.Path, revision = file.Revision });
            var replaced = await _files.SendAsync<Replaced>(HttpMethod.Post, Files + "/replace", new { query = "needle", replacement = "thread", files });
            Assert.Empty(replaced.Failed);
            Assert.Equal($"none\nthread {round}\nthread\n", await File.ReadAllTextAsync(_files.At("a.txt")));
        }
    }

    private async Task<string> SearchedRevisionAsync(string path) =>
        (await SearchAsync(new { query = "needle" })).OfType<SearchMatch>().First(match => match.Path == path).Revision;

    [Fact]
    public async Task Git_tells_what_changed_and_a_listing_shows_it()
    {
        _files.Write("project/.gitignore", "out\nincluded\nran\n");
        _files.Write("project/.gitattributes", "* filter=odd\n");
        _files.Write("project/kept", "1");
        _files.Write("project/src/changed", "1");
        _files.Write("project/gone", "1");
        await GitAsync("init -q -b main && git add . && git -c user.name=t -c user.email=t@t commit -qm one");
        _files.Write("project/src/changed", "22");
        _files.Write("project/new", "1");
        _files.Write("project/whole/new", "1");
        File.Delete(_files.At("project/gone"));

        // What a repository names as a program of its own isn't run because somebody looks at its files.
        await GitAsync("config core.fsmonitor 'touch \"$PWD/ran\"; false'");
        await GitAsync("config filter.odd.clean 'touch ran; cat' && git config --file included filter.odd.process 'touch ran' && git config include.path ../included");
        File.SetLastWriteTimeUtc(_files.At("project/kept"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var status = await _files.SendAsync<GitStatus>(HttpMethod.Get, FilesFixture.Url("/git", "project/src"));
        Assert.False(File.Exists(_files.At("project/ran")));
        Assert.Equal("main", status.Branch);
        Assert.Equal(
            [("project/gone", GitState.Deleted), ("project/new", GitState.Untracked), ("project/src/changed", GitState.Modified), ("project/whole/", GitState.Untracked)],
            status.Changes.Select(change => (change.Path, change.State)).OrderBy(change => change.Path, StringComparer.Ordinal));
        var listed = (await _files.ListAsync("project")).Entries.ToDictionary(entry => entry.Name, entry => entry.Git);
        Assert.Equal((GitState.ChangedInside, GitState.Untracked, GitState.Untracked, null), (listed["src"], listed["new"], listed["whole"], listed["kept"]));
        Assert.Equal(GitState.Untracked, (await _files.ListAsync("project/whole")).Entries.Single().Git);
        Assert.Null((await _files.SendAsync<GitStatus>(HttpMethod.Get, FilesFixture.Url("/git"))).Branch);
    }

    private async Task GitAsync(string arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "git " + arguments]) { WorkingDirectory = _files.At("project") };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(RunnerFixture.Patience);
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<List<SearchLine>> SearchAsync(object request)
    {
        var (status, body) = await _files.SendAsync(HttpMethod.Post, Files + "/search", request);
        Assert.True(status == 200, body);
        return [.. body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize(line, Protocol.Wire.Default.SearchLine)!)];
    }

    private static List<string> Places(List<SearchLine> lines) =>
        [.. lines.OfType<SearchMatch>().Select(match => $"{match.Path}:{match.Line}:{match.Column}").Order(StringComparer.Ordinal)];
}
