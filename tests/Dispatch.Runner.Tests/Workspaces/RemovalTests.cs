using System.Diagnostics;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Workspaces;

public class RemovalTests
{
    [Fact]
    public async Task It_says_what_runs_ends_it_and_leaves_the_folder()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("project") });
        var session = await client.ShellAsync(made.Id, "cat");
        var preview = await client.PreviewAsync(made.Id);
        Assert.Equal([session.Name], preview.Running);
        Assert.Null(preview.Work);

        Assert.Equal("workspace.unconfirmed", await client.DeleteAsync($"/api/workspaces/{made.Id}", made.Id));
        Assert.Equal("workspace.changed", await client.DeleteAsync($"/api/workspaces/{made.Id}?confirm=0", made.Id));
        Assert.Null(await client.DeleteAsync($"/api/workspaces/{made.Id}?confirm={preview.Token}", made.Id));
        Assert.Equal(["default"], (await client.ListAsync()).Select(workspace => workspace.Id));
        Assert.False(Directory.Exists($"/proc/{session.Pid}"));
        Assert.True(Directory.Exists(made.Folder));
        Assert.False(Directory.Exists(Path.GetDirectoryName(runner.Data.WorkspaceLog(made.Id))));
        Assert.Equal("workspace.home", await client.DeleteAsync("/api/workspaces/default?confirm=0"));
    }

    [Fact]
    public async Task Work_that_is_nowhere_else_goes_only_with_a_second_yes()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("project") });
        Git(made.Folder, "init", "-q", "-b", "main");
        Git(made.Folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "first");
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "new.txt"), "new");
        var preview = await client.PreviewAsync(made.Id);
        var work = Assert.Single(preview.Work!);
        Assert.Equal((1, 1), (work.Uncommitted, work.Unpushed));
        Assert.Equal(["new.txt"], work.Files);
        Assert.Equal(["main"], work.Branches);

        var path = $"/api/workspaces/{made.Id}?confirm={preview.Token}&deleteFolder=";
        Assert.Equal("workspace.other-folder", await client.DeleteAsync(path + "/somewhere", made.Id));
        Assert.Equal("workspace.unsaved-work", await client.DeleteAsync(path + Uri.EscapeDataString(made.Folder), made.Id));
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "more.txt"), "more");
        Assert.Equal("workspace.changed", await client.DeleteAsync(path + Uri.EscapeDataString(made.Folder) + "&loseWork=true", made.Id));
        Assert.True(File.Exists(Path.Combine(made.Folder, "new.txt")));

        var again = await client.PreviewAsync(made.Id);
        Assert.Null(await client.DeleteAsync($"/api/workspaces/{made.Id}?confirm={again.Token}&deleteFolder={Uri.EscapeDataString(made.Folder)}&loseWork=true", made.Id));
        Assert.False(Path.Exists(made.Folder));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(made.Folder)!));
    }

    [Fact]
    public async Task Worktrees_and_keys_of_agents_servers_go_along_and_work_in_worktrees_only_with_a_second_yes()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("project") });
        Git(made.Folder, "init", "-q", "-b", "main");
        Git(made.Folder, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "first");
        using var http = runner.Client(runner.Token(workspace: made.Id));
        Assert.True((await http.PostAsync($"/api/workspaces/{made.Id}/worktrees", Json("""{"name":"one"}"""))).IsSuccessStatusCode);
        Assert.True((await http.PutAsync(
            $"/api/workspaces/{made.Id}/mcp-servers/keyed", Json("""{"url":"https://example.org/mcp","headers":{"Authorization":"hush-hush"}}"""))).IsSuccessStatusCode);
        var agents = Path.Combine(runner.Data.Root, "agents.json");
        Assert.Contains("hush-hush", await File.ReadAllTextAsync(agents), StringComparison.Ordinal);
        var trees = Path.Combine(runner.Data.Worktrees, made.Id);
        await File.WriteAllTextAsync(Path.Combine(trees, "one", "new.txt"), "new");

        var preview = await client.PreviewAsync(made.Id);
        Assert.Equal(["new.txt"], preview.Work!.Single(work => work.Repository == Path.Combine(trees, "one")).Files);
        var path = $"/api/workspaces/{made.Id}?confirm={preview.Token}";
        Assert.Equal("workspace.unmerged-worktrees", await client.DeleteAsync(path, made.Id));
        Assert.True(File.Exists(Path.Combine(trees, "one", "new.txt")));
        Assert.Null(await client.DeleteAsync(path + "&loseWork=true", made.Id));
        Assert.False(Directory.Exists(trees));
        Assert.True(Directory.Exists(Path.Combine(made.Folder, ".git")));
        Assert.Equal([Path.Combine(made.Folder, ".git/refs/heads/main")], Directory.GetFiles(Path.Combine(made.Folder, ".git/refs/heads"), "*", SearchOption.AllDirectories));
        Assert.False(Directory.Exists(Path.Combine(made.Folder, ".git/worktrees/one")));
        Assert.DoesNotContain("hush-hush", await File.ReadAllTextAsync(agents), StringComparison.Ordinal);

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    internal static void Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder };
        using var git = Process.Start(start)!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
