using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Tests.Retention;

namespace Dispatch.Runner.Tests.Workspaces;

public class WorkspaceTests
{
    [Fact]
    public async Task Each_has_its_own_sessions_which_come_back_to_it_after_the_runner_was_killed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var one = await client.CreateAsync(new CreateWorkspace { Name = "Erste  Arbeit!", Folder = client.Folder("one") });
        var two = await client.CreateAsync(new CreateWorkspace { Name = "two", Folder = client.Folder("two") });
        Assert.StartsWith("erste-arbeit-", one.Id, StringComparison.Ordinal);
        Assert.True(Directory.Exists(one.Folder));

        var first = await client.ShellAsync(one.Id, "cat");
        var second = await client.ShellAsync(two.Id, "cat");
        Assert.Equal(one.Folder, first.Cwd);
        Assert.Equal(one.Id, first.Workspace);
        Assert.Equal([first.Id], (await client.SessionsAsync(one.Id)).Select(session => session.Id));
        Assert.Empty(await client.SessionsAsync("default"));

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equal(["default", one.Id, two.Id], (await client.ListAsync()).Select(workspace => workspace.Id));
        Assert.Equal([first.Pid], (await client.SessionsAsync(one.Id)).Select(session => session.Pid));
        Assert.Equal([(second.Id, SessionState.Running)], (await client.SessionsAsync(two.Id)).Select(session => (session.Id, session.State)));
    }

    [Fact]
    public async Task It_is_renamed_put_away_and_taken_back_and_the_next_runner_knows()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("project") });
        Assert.Equal("project", made.Name);
        var session = await client.ShellAsync(made.Id, "cat");

        var (_, refused) = await ChangeAsync(client, made.Id, new ChangeWorkspace(Archived: true));
        Assert.Equal("workspace.still-runs", refused!.Code);
        using (var http = runner.Client(runner.Token(workspace: made.Id)))
        {
            using var ended = await http.PostAsync($"/api/workspaces/{made.Id}/sessions/{session.Id}/end", null, RunnerFixture.Patience);
            Assert.True(ended.IsSuccessStatusCode);
        }

        var (changed, _) = await ChangeAsync(client, made.Id, new ChangeWorkspace("Neu", true));
        Assert.Equal(("Neu", true), (changed!.Name, changed.Archived));
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        var kept = Assert.Single(await client.ListAsync(), workspace => workspace.Id == made.Id);
        Assert.Equal(("Neu", true, made.Folder), (kept.Name, kept.Archived, kept.Folder));
        Assert.Null((await ChangeAsync(client, made.Id, new ChangeWorkspace(Archived: false))).Changed!.Archived);
    }

    [Fact]
    public async Task What_cannot_be_one_is_refused_with_what_would_be_right()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        Directory.CreateDirectory(client.Folder("full"));
        await File.WriteAllTextAsync(Path.Combine(client.Folder("full"), "a"), "a");
        Assert.Equal("workspace.folder-not-empty", await RefusalAsync(client, new CreateWorkspace { Folder = client.Folder("full") }));
        Assert.Equal("workspace.folder-missing", await RefusalAsync(client, new CreateWorkspace { Folder = client.Folder("none"), Existing = true }));
        Assert.Equal("workspace.folder-of-data", await RefusalAsync(client, new CreateWorkspace { Folder = Path.Combine(runner.Data.Root, "x") }));
        Assert.Equal("workspace.bad-name", await RefusalAsync(client, new CreateWorkspace { Name = "a\nb" }));
        Assert.Equal("workspace.folder-unusable", await RefusalAsync(client, new CreateWorkspace { Folder = "/proc/no/such" }));

        var there = await client.CreateAsync(new CreateWorkspace { Folder = client.Folder("full"), Existing = true });
        Assert.Null(there.Made);
        Assert.Equal("workspace.folder-taken", await RefusalAsync(client, new CreateWorkspace { Folder = client.Folder("full"), Existing = true }));

        using var http = runner.Client(runner.Token(workspace: "none"));
        using var unknown = await http.GetAsync("/api/workspaces/none/sessions", RunnerFixture.Patience);
        Assert.Contains("workspace.not-found", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_log_is_broken_keeps_none_of_the_others_nor_its_own_programs_from_living()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var broken = await client.CreateAsync(new CreateWorkspace { Name = "broken", Folder = client.Folder("broken") });
        var well = await client.CreateAsync(new CreateWorkspace { Name = "well", Folder = client.Folder("well") });
        var lost = await client.ShellAsync(broken.Id, "cat");
        var kept = await client.ShellAsync(well.Id, "cat");
        await runner.StopRunnerAsync();
        var log = runner.Data.WorkspaceLog(broken.Id);
        File.Move(log, log + ".aside");
        await File.WriteAllTextAsync(log, "this is no database, and long enough to be told from one that is new");
        await runner.StartRunnerAsync();

        var listed = Assert.Single(await client.ListAsync(), workspace => workspace.Id == broken.Id);
        Assert.Contains("log", listed.Broken, StringComparison.Ordinal);
        Assert.Equal([kept.Pid], (await client.SessionsAsync(well.Id)).Select(session => session.Pid));
        Assert.True(Directory.Exists($"/proc/{lost.Pid}"));

        // Put right, it goes on where it was.
        await runner.StopRunnerAsync();
        File.Move(log + ".aside", log, overwrite: true);
        await runner.StartRunnerAsync();
        Assert.Equal([(lost.Pid, SessionState.Running)], (await client.SessionsAsync(broken.Id)).Select(session => (session.Pid, session.State)));
    }

    [Fact]
    public async Task Also_the_home_folders_workspace_may_be_broken_and_the_others_open()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var well = await client.CreateAsync(new CreateWorkspace { Name = "well", Folder = client.Folder("well") });
        var (lost, kept) = (await client.ShellAsync("default", "cat"), await client.ShellAsync(well.Id, "cat"));
        await runner.StopRunnerAsync();
        var log = runner.Data.WorkspaceLog("default");
        File.Move(log, log + ".aside");
        await File.WriteAllTextAsync(log, "this is no database, and long enough to be told from one that is new");
        await runner.StartRunnerAsync();

        var listed = await client.ListAsync();
        Assert.Equal([well.Id, "default"], listed.Select(workspace => workspace.Id));
        Assert.Equal(("Home", true), (listed[1].Name, listed[1].Broken!.Contains(log, StringComparison.Ordinal)));
        Assert.Equal([kept.Pid], (await client.SessionsAsync(well.Id)).Select(session => session.Pid));
        var (status, said) = await runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/sessions");
        Assert.Equal((503, true, true), (status, said.Contains("workspace.broken", StringComparison.Ordinal), said.Contains("restart the runner (dispatch upgrade).", StringComparison.Ordinal)));
        Assert.Equal("workspace.home", await client.DeleteAsync("/api/workspaces/default?confirm=x"));
        Assert.Equal("this is no database", (await File.ReadAllTextAsync(log))[..19]);
        Assert.True(Directory.Exists($"/proc/{lost.Pid}"));
        var another = await client.ShellAsync(well.Id, "echo on");
        await SealedSession.UntilAsync(async () => (await client.SessionsAsync(well.Id)).Single(session => session.Id == another.Id).State == SessionState.Exited);

        // Put right, it goes on where it was.
        await runner.StopRunnerAsync();
        File.Move(log + ".aside", log, overwrite: true);
        await runner.StartRunnerAsync();
        Assert.Equal(["default", well.Id], (await client.ListAsync()).Select(workspace => workspace.Id));
        Assert.Equal([(lost.Pid, SessionState.Running)], (await client.SessionsAsync("default")).Select(session => (session.Pid, session.State)));
    }

    private static Task<(WorkspaceInfo? Changed, Protocol.Problems.Problem? Problem)> ChangeAsync(WorkspaceClient client, string id, ChangeWorkspace change) =>
        client.SendAsync(HttpMethod.Patch, $"/api/workspaces/{id}", change, Wire.Default.ChangeWorkspace, Wire.Default.WorkspaceInfo, id);

    private static async Task<string> RefusalAsync(WorkspaceClient client, CreateWorkspace request)
    {
        var (made, problem) = await client.SendAsync(HttpMethod.Post, "/api/workspaces", request, Wire.Default.CreateWorkspace, Wire.Default.WorkspaceInfo);
        Assert.True(made is null, made?.Folder);
        return problem!.Code;
    }
}
