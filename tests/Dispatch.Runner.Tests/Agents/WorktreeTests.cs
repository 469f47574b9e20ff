using System.Diagnostics;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Agents;

/// <summary>Agents in git worktrees of their own, with a real git.</summary>
public sealed class WorktreeTests : IDisposable
{
    private const string Trees = "/api/workspaces/default/worktrees";

    // The workspace that is always there is the home folder.
    private readonly string _home = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Two_agents_at_once_work_in_two_worktrees_and_are_merged_back_one_after_the_other()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        await AllowAsync(runner);
        await using var first = await AgentAsync(runner);
        await using var second = await AgentAsync(runner);
        Assert.Equal("Written one.txt.", await first.AskAsync("write one.txt by the first"));
        Assert.Equal("Written two.txt.", await second.AskAsync("write two.txt by the second"));
        Assert.StartsWith("Not read: There is no 'two.txt'", await first.AskAsync("read two.txt"), StringComparison.Ordinal);
        Assert.StartsWith("Not read: ", await first.AskAsync($"read {_home}/readme.md"), StringComparison.Ordinal);
        Assert.Equal(["readme.md"], Files());

        var list = await ListAsync(runner);
        Assert.Equal(["agent-1", "agent-2"], list.Select(tree => tree.Name));
        Assert.Equal(["dispatch/agent-1", "main", "one.txt"], [list[0].Branch, list[0].Base!, Assert.Single(list[0].Files)]);
        Assert.Single(list[0].Sessions);

        Assert.Contains("worktree.uncommitted", (await PostAsync(runner, "agent-1/merge", "{}")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await PostAsync(runner, "agent-1/merge", """{"message":"The first's work"}""")).Status);
        Assert.Equal(200, (await PostAsync(runner, "agent-2/merge", """{"message":"The second's work"}""")).Status);
        Assert.Equal(["one.txt", "readme.md", "two.txt"], Files());
        Assert.All(await ListAsync(runner), tree => Assert.Equal((0, 0), (tree.Ahead, tree.Uncommitted)));
        Assert.Contains("worktree.in-use", (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/agent-1")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_refused_with_what_to_do_and_leaves_everything_as_it_was()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(201, (await PostAsync(runner, "", """{"name":"other"}""")).Status);
        Assert.Contains("worktree.exists", (await PostAsync(runner, "", """{"name":"other"}""")).Body, StringComparison.Ordinal);
        var tree = Assert.Single(await ListAsync(runner));
        await File.WriteAllTextAsync(Path.Combine(tree.Folder, "readme.md"), "theirs\n");
        await File.WriteAllTextAsync(Path.Combine(_home, "readme.md"), "ours\n");
        await GitAsync(_home, "commit", "-qam", "ours");
        await File.WriteAllTextAsync(Path.Combine(_home, "unsaved.txt"), "not committed\n");
        var before = await GitAsync(_home, "status", "--porcelain=v2", "--branch");
        var (status, body) = await PostAsync(runner, "other/merge", """{"message":"theirs"}""");
        Assert.Equal(409, status);
        Assert.Contains("worktree.conflict", body, StringComparison.Ordinal);
        Assert.Contains("readme.md", body, StringComparison.Ordinal);
        Assert.Equal(before, await GitAsync(_home, "status", "--porcelain=v2", "--branch"));
        Assert.Equal("ours\n", await File.ReadAllTextAsync(Path.Combine(_home, "readme.md")));
        Assert.False(File.Exists(Path.Combine(_home, ".git/MERGE_HEAD")));

        // A file that somebody has changed and not committed isn't merged over either.
        await GitAsync(tree.Folder, "reset", "-q", "--hard", "main");
        await File.WriteAllTextAsync(Path.Combine(tree.Folder, "unsaved.txt"), "theirs too\n");
        Assert.Contains("worktree.git-failed", (await PostAsync(runner, "other/merge", """{"message":"theirs"}""")).Body, StringComparison.Ordinal);
        Assert.Equal("not committed\n", await File.ReadAllTextAsync(Path.Combine(_home, "unsaved.txt")));
        Assert.False(File.Exists(Path.Combine(_home, ".git/MERGE_HEAD")));
        tree = Assert.Single(await ListAsync(runner));
        Assert.Equal((0, "unsaved.txt"), (tree.Ahead, Assert.Single(tree.Files)));
    }

    [Fact]
    public async Task What_somebody_is_in_the_middle_of_merging_is_left_to_him()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(201, (await PostAsync(runner, "", """{"name":"other"}""")).Status);
        await File.WriteAllTextAsync(Path.Combine(Assert.Single(await ListAsync(runner)).Folder, "new.txt"), "new\n");
        await GitAsync(_home, "switch", "-qc", "side");
        await File.WriteAllTextAsync(Path.Combine(_home, "readme.md"), "side\n");
        await GitAsync(_home, "commit", "-qam", "side");
        await GitAsync(_home, "switch", "-q", "main");
        await GitAsync(_home, "merge", "-q", "--no-commit", "--no-ff", "side");
        await File.WriteAllTextAsync(Path.Combine(_home, "readme.md"), "resolved\n");
        await GitAsync(_home, "add", "readme.md");

        Assert.Contains("worktree.busy", (await PostAsync(runner, "other/merge", """{"message":"new"}""")).Body, StringComparison.Ordinal);
        Assert.Equal("resolved\n", await File.ReadAllTextAsync(Path.Combine(_home, "readme.md")));
        Assert.True(File.Exists(Path.Combine(_home, ".git/MERGE_HEAD")));
        await GitAsync(_home, "commit", "-qm", "merged");
        Assert.Equal(200, (await PostAsync(runner, "other/merge", """{"message":"new"}""")).Status);
        Assert.Equal(["new.txt", "readme.md"], Files());
        Assert.Equal((0, 0), Assert.Single(await ListAsync(runner)) is var tree ? (tree.Ahead, tree.Uncommitted) : default);
    }

    [Fact]
    public async Task What_a_repository_within_a_worktree_names_isnt_run()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(201, (await PostAsync(runner, "", """{"name":"other"}""")).Status);
        var folder = Assert.Single(await ListAsync(runner)).Folder;
        var within = Path.Combine(folder, "within");
        await GitAsync(_home, "init", "-q", within);
        await File.WriteAllTextAsync(Path.Combine(within, "a.txt"), "a\n");
        await File.WriteAllTextAsync(Path.Combine(within, ".gitattributes"), "* filter=x\n");
        await GitAsync(within, "add", ".");
        await GitAsync(within, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "a");
        await GitAsync(folder, "-c", "advice.addEmbeddedRepo=false", "add", "within");
        await GitAsync(folder, "commit", "-qm", "within");

        // From here on git runs it for each look at a file that seems to have changed.
        await GitAsync(within, "config", "filter.x.clean", $"touch {_home}/ran; cat");
        await File.WriteAllTextAsync(Path.Combine(within, "a.txt"), "b\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "new.txt"), "new\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "readme.md"), "changed\n");
        Assert.Equal(["new.txt", "readme.md"], Assert.Single(await ListAsync(runner)).Files.Order(StringComparer.Ordinal));
        Assert.Equal(200, (await PostAsync(runner, "other/merge", """{"message":"new"}""")).Status);
        Assert.Equal(["new.txt", "readme.md"], Files());
        Assert.Equal("changed\n", await File.ReadAllTextAsync(Path.Combine(_home, "readme.md")));
        Assert.Equal((0, 0), Assert.Single(await ListAsync(runner)) is var tree ? (tree.Ahead, tree.Uncommitted) : default);
        Assert.False(File.Exists(Path.Combine(_home, "ran")));
        await GitAsync(folder, "status");
        Assert.True(File.Exists(Path.Combine(_home, "ran")));
    }

    [Fact]
    public async Task Commits_that_are_on_no_branch_are_work_and_other_worktrees_are_left_alone()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(201, (await PostAsync(runner, "", """{"name":"loose"}""")).Status);
        var folder = Assert.Single(await ListAsync(runner)).Folder;
        await GitAsync(folder, "switch", "-q", "--detach");
        await GitAsync(folder, "commit", "-q", "--allow-empty", "-m", "loose");
        var tree = Assert.Single(await ListAsync(runner));
        Assert.Equal(1, tree.Ahead);
        Assert.Contains("dispatch/loose", tree.Problem, StringComparison.Ordinal);
        Assert.Contains("worktree.unclear", (await PostAsync(runner, "loose/merge", "{}")).Body, StringComparison.Ordinal);
        Assert.Contains("worktree.unsaved", (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/loose")).Body, StringComparison.Ordinal);

        // One of the user's own, on a disk that isn't there just now.
        using var disk = new Unplugged();
        await GitAsync(_home, "worktree", "add", "-q", "-b", "mine", disk.Folder);
        disk.Unplug();
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/loose?lose=true")).Status);
        Assert.False(Directory.Exists(folder));
        Assert.Equal([Path.GetFileName(disk.Folder)], Directory.GetDirectories(Path.Combine(_home, ".git/worktrees")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_with_work_that_is_nowhere_else_is_removed_only_when_that_is_said()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(201, (await PostAsync(runner, "", """{"name":"kept"}""")).Status);
        var folder = Assert.Single(await ListAsync(runner)).Folder;
        await File.WriteAllTextAsync(Path.Combine(folder, "new.txt"), "new\n");
        var (status, body) = await runner.SendAsync(HttpMethod.Delete, $"{Trees}/kept");
        Assert.Equal((409, true), (status, body.Contains("worktree.unsaved", StringComparison.Ordinal)));
        await GitAsync(folder, "add", ".");
        await GitAsync(folder, "commit", "-qm", "new");
        Assert.Equal(409, (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/kept")).Status);
        Assert.True(File.Exists(Path.Combine(folder, "new.txt")));
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/kept?lose=true")).Status);
        Assert.False(Directory.Exists(folder));
        Assert.Equal("main\n", await GitAsync(_home, "branch", "--format=%(refname:short)"));
        Assert.Equal(404, (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/kept")).Status);
        Assert.Equal(400, (await PostAsync(runner, "", """{"name":"../kept"}""")).Status);
    }

    [Fact]
    public async Task Where_there_is_no_repository_or_no_commit_that_is_said()
    {
        await using var runner = await StartAsync();
        Assert.Contains("worktree.no-repository", (await PostAsync(runner, "", """{"name":"a"}""")).Body, StringComparison.Ordinal);
        Assert.Contains("git init", (await runner.SendAsync(HttpMethod.Get, Trees)).Body, StringComparison.Ordinal);
        await GitAsync(_home, "init", "-q", "-b", "main");
        Assert.Contains("worktree.no-commit", (await PostAsync(runner, "", """{"name":"a"}""")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_refused_or_made_before_leaves_no_worktree()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        Assert.Equal(400, (await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/sessions", """{"command":["/bin/true"],"cols":0,"rows":0,"worktree":true}""")).Status);
        Assert.Empty(await ListAsync(runner));
        var request = new CreateSession { Command = ["/bin/sleep", "60"], Worktree = true, RequestId = "one" };
        var both = await Task.WhenAll(runner.CreateAsync(request), runner.CreateAsync(request));
        Assert.Equal(both[0].Id, both[1].Id);
        Assert.Equal(both[0].Cwd, Assert.Single(await ListAsync(runner)).Folder);
        Assert.Equal("dispatch/agent-1\nmain\n".Length, (await GitAsync(_home, "branch", "--format=%(refname:short)")).Length);
    }

    [Fact]
    public async Task In_its_sandbox_an_agent_commits_to_its_branch_and_can_change_nothing_that_git_would_run()
    {
        await InitAsync();
        await using var runner = await StartAsync();
        var script = string.Join(
            '\n',
            "echo done > made.txt && git add made.txt && git -c user.name=a -c user.email=a@b commit -qm made && echo committed",
            $"for file in {_home}/.git/config {_home}/.git/hooks/post-merge {_home}/.git/refs/heads/main .git \"$(git rev-parse --git-dir)/commondir\" \"$(git rev-parse --git-dir)/config.worktree\" {_home}/.git/objects/info/alternates; do",
            "  (echo evil > $file) 2>/dev/null && echo wrote $file",
            "done",
            "mv .git moved 2>/dev/null && echo moved",
            "echo end");
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", script], Worktree = true, Sandbox = SandboxMode.Workspace });
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(EventTypes.SessionExited);
        Assert.True(client.Text == "committed\r\nend\r\n", client.Text);
        Assert.Equal("main\n", await GitAsync(_home, "branch", "--show-current"));
        var tree = Assert.Single(await ListAsync(runner));
        Assert.Equal((1, 0, null), (tree.Ahead, tree.Uncommitted, tree.Problem));
        Assert.Equal(200, (await PostAsync(runner, $"{tree.Name}/merge", "{}")).Status);
        Assert.Equal(["made.txt", "readme.md"], Files());
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Delete, $"{Trees}/{tree.Name}")).Status);
    }

    private Task<RunnerFixture> StartAsync() => RunnerFixture.StartAsync(variables: [("HOME", _home), ("GIT_CONFIG_GLOBAL", Path.Combine(_home, ".gitconfig-of-test"))]);

    private static async Task<AttachedTestClient> AgentAsync(RunnerFixture runner)
    {
        var session = await runner.CreateAsync(new CreateSession { Kind = "agent", Command = AgentTalk.Scripted, Worktree = true, Sandbox = SandboxMode.None });
        var client = await runner.AttachAsync(session.Id);
        await client.UntilAsync(AgentEvents.Ready);
        return client;
    }

    private static async Task AllowAsync(RunnerFixture runner) =>
        Assert.Equal(201, (await runner.SendAsync(HttpMethod.Post, "/api/workspaces/default/agent-rules", """{"decision":"allow","tool":"edit"}""")).Status);

    private static Task<(int Status, string Body)> PostAsync(RunnerFixture runner, string path, string body) =>
        runner.SendAsync(HttpMethod.Post, path.Length == 0 ? Trees : $"{Trees}/{path}", body);

    private static async Task<IReadOnlyList<Worktree>> ListAsync(RunnerFixture runner) =>
        JsonSerializer.Deserialize((await runner.SendAsync(HttpMethod.Get, Trees)).Body, Wire.Default.WorktreeList)!.Items;

    private string[] Files() => [.. Directory.GetFiles(_home).Select(file => Path.GetFileName(file)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)];

    private async Task InitAsync()
    {
        await GitAsync(_home, "init", "-q", "-b", "main");
        await GitAsync(_home, "config", "user.name", "Test");
        await GitAsync(_home, "config", "user.email", "test@example.com");
        await File.WriteAllTextAsync(Path.Combine(_home, "readme.md"), "first\n");
        await GitAsync(_home, "add", "readme.md");
        await GitAsync(_home, "commit", "-qm", "first");
        await File.WriteAllTextAsync(Path.Combine(_home, ".git/info/exclude"), ".scripted-agent\n");
    }

    private static async Task<string> GitAsync(string folder, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        Assert.True(git.ExitCode == 0, string.Join(' ', arguments));
        return output;
    }

    private sealed class Unplugged : IDisposable
    {
        private readonly string _disk = Directory.CreateTempSubdirectory("dispatch-disk-").FullName;

        public string Folder => Path.Combine(_disk, "of-user");

        public void Unplug() => Directory.Delete(Folder, recursive: true);

        public void Dispose() => Directory.Delete(_disk, recursive: true);
    }
}
