using Dispatch.Protocol;
using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Workspaces;

public class PresetTests
{
    private static readonly LayoutSideBar SideBar = new(true, 248);

    [Fact]
    public async Task What_was_open_is_started_again_where_it_was_and_its_layout_names_the_new_sessions()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Directory.CreateDirectory(Path.Combine(made.Folder, "web"));
        var left = await OpenAsync(client, made, new CreateSession { Name = "server", Command = ["/bin/sh", "-c", "echo $SECRET > said; exec cat"], Env = Secret("hush") });
        var right = await OpenAsync(client, made, new CreateSession { Cwd = "web", Command = ["cat"], Cols = 91, Rows = 31 });
        var elsewhere = await OpenAsync(client, made, new CreateSession { Name = "beside", Command = ["cat"] });
        var other = await client.ShellAsync("default", "exec cat");
        var layout = new Layout(SideBar, Row((0.25, Group(1, left.Id, Tab(left.Id), new LayoutTab("file", Path: "notes.md"))), (0.75, Group(2, right.Id, Tab(right.Id)))), 2, 2);

        var saved = await SaveAsync(client, made, new SavePreset(" Work ", layout));

        Assert.Equal("Work", saved.Name);
        Assert.Equal([(left.Id, "server", made.Folder), (right.Id, "cat", made.Folder + "/web"), (elsewhere.Id, "beside", made.Folder)],
            saved.Sessions.Select(session => (session.Id, session.Name, session.Cwd)));
        Assert.Equal(["SECRET"], saved.Sessions[0].Variables!);
        await EndAllAsync(client, made, left, right, elsewhere);
        File.Delete(Path.Combine(made.Folder, "said"));

        // It is there for the next runner, too.
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        Assert.Equivalent(saved, Assert.Single((await ListAsync(client, made)).Items), strict: true);
        var started = await StartAsync(client, made, saved.Id);

        Assert.Null(started.NotStarted);
        Assert.Equal([("server", SessionState.Running, made.Folder), ("cat", SessionState.Running, made.Folder + "/web"), ("beside", SessionState.Running, made.Folder)],
            started.Sessions.Select(session => (session.Name, session.State, session.Cwd)));
        Assert.Equal((91, 31), (started.Sessions[1].Cols, started.Sessions[1].Rows));
        Assert.Equal("hush\n", await UntilWrittenAsync(Path.Combine(made.Folder, "said")));
        var ids = started.Sessions.Select(session => session.Id).ToArray();
        Assert.Empty(ids.Intersect([left.Id, right.Id, elsewhere.Id, other.Id]));
        Assert.Equivalent(
            new Layout(SideBar, Row((0.25, Group(1, ids[0], Tab(ids[0]), new LayoutTab("file", Path: "notes.md"))), (0.75, Group(2, ids[1], Tab(ids[1])))), 2, 2),
            started.Layout, strict: true);
    }

    [Fact]
    public async Task A_shell_is_back_in_the_folder_that_it_was_in_and_is_called_otherwise_beside_one_of_its_name()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var home = (await client.ListAsync())[0];
        var (first, deep) = (client.Folder("first"), client.Folder("first/deep/er"));
        Directory.CreateDirectory(deep);
        var shell = await OpenAsync(client, home, new CreateSession { Cwd = first, Command = ["bash"] });
        await runner.TypeAsync(shell.Id, "cd deep/er\n");
        var patience = RunnerFixture.Patience;
        while ((await runner.GetAsync(shell.Id)).Folder != deep)
        {
            await Task.Delay(20, patience);
        }

        var saved = await SaveAsync(client, home, new SavePreset("Deep"));
        var started = await StartAsync(client, home, saved.Id);

        Assert.Equal(("bash 2", deep), (started.Sessions[0].Name, started.Sessions[0].Cwd));
        Assert.Null(started.Layout);

        // The folder went: it starts where the shell was started.
        Directory.Delete(client.Folder("first/deep"), recursive: true);
        var again = await SaveAsync(client, home, new SavePreset("deep", Sessions: [shell.Id], Replace: true));
        Assert.Equal((saved.Id, "deep", first), (again.Id, again.Name, Assert.Single(again.Sessions).Cwd));
    }

    [Fact]
    public async Task What_can_not_be_started_is_named_with_its_reason_and_the_rest_runs_in_what_is_left_of_the_layout()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Directory.CreateDirectory(Path.Combine(made.Folder, "gone"));
        var (tool, odd) = (Path.Combine(made.Folder, "tool"), Path.Combine(made.Folder, "odd"));
        foreach (var program in new[] { tool, odd })
        {
            await File.WriteAllTextAsync(program, "#!/bin/sh\nexec cat\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var inGone = await OpenAsync(client, made, new CreateSession { Name = "in gone", Cwd = "gone", Command = ["cat"] });
        var ofTool = await OpenAsync(client, made, new CreateSession { Name = "of tool", Command = [tool] });
        var good = await OpenAsync(client, made, new CreateSession { Name = "good", Command = ["cat"] });
        var ofOdd = await OpenAsync(client, made, new CreateSession { Name = "of odd", Command = [odd] });
        var layout = new Layout(SideBar, Row(
            (0.5, Group(1, ofTool.Id, Tab(inGone.Id), Tab(ofTool.Id))),
            (0.2, Group(2, good.Id, Tab(inGone.Id + "x"), Tab(good.Id))),
            (0.3, Group(3, ofOdd.Id, Tab(ofOdd.Id)))), 1, 1);
        var saved = await SaveAsync(client, made, new SavePreset("Half", layout));
        Assert.Equal([Tab(good.Id)], saved.Layout!.Root!.Split!.Parts[1].Group!.Tabs);
        Directory.Delete(Path.Combine(made.Folder, "gone"));
        File.Delete(tool);
        await File.WriteAllTextAsync(odd, "#!/no/such/interpreter\n");

        var started = await StartAsync(client, made, saved.Id);

        Assert.Equal([("good 2", SessionState.Running), ("of odd 2", SessionState.Failed)], started.Sessions.Select(session => (session.Name, session.State)));
        Assert.Equal(
            [("in gone", "session.folder-missing"), ("of tool", "session.command-not-found"), ("of odd", "preset.not-started")],
            started.NotStarted!.Select(session => (session.Name, session.Code)));
        Assert.Contains(made.Folder + "/gone", started.NotStarted![0].Reason, StringComparison.Ordinal);
        var ids = started.Sessions.Select(session => session.Id).ToArray();
        Assert.Equivalent(new Layout(SideBar, Row((0.4, Group(2, ids[0], Tab(ids[0]))), (0.6, Group(3, ids[1], Tab(ids[1])))), 2), started.Layout, strict: true);
    }

    [Fact]
    public async Task A_session_of_another_kind_is_started_as_one()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var home = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });

        // In the workspace's own folder, which an agent's sandbox has, and one that says nothing and stays: where it ended, its name would be free.
        var agent = await OpenAsync(client, home, new CreateSession { Kind = "agent", Name = "helper", Command = ["sleep", "600"] });
        var layout = new Layout(SideBar, new LayoutNode(Group: Group(1, agent.Id, new LayoutTab("agent", agent.Id))), 1);

        var saved = await SaveAsync(client, home, new SavePreset("With an agent", layout));
        var started = Assert.Single((await StartAsync(client, home, saved.Id)).Sessions);

        Assert.Equal("agent", Assert.Single(saved.Sessions).Kind);
        Assert.Equal(("agent", "helper 2", SessionState.Running), (started.Kind, started.Name, started.State));
    }

    [Fact]
    public async Task What_was_in_a_sandbox_comes_back_in_it_and_what_was_in_none_in_none()
    {
        if (!File.Exists("/usr/bin/bwrap"))
        {
            Console.WriteLine("Skipped: bubblewrap isn't installed.");
            return;
        }

        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        await OpenAsync(client, made, new CreateSession
        {
            Name = "alone",
            Command = ["/bin/sh", "-c", "tail -n +3 /proc/net/dev | wc -l > devices; exec cat"],
            Sandbox = SandboxMode.Offline,
        });
        await OpenAsync(client, made, new CreateSession { Kind = "agent", Name = "free", Command = ["sleep", "600"], Sandbox = SandboxMode.None });
        await UntilWrittenAsync(Path.Combine(made.Folder, "devices"));
        File.Delete(Path.Combine(made.Folder, "devices"));
        var saved = await SaveAsync(client, made, new SavePreset("Apart"));

        var started = await StartAsync(client, made, saved.Id);

        Assert.Equal([("alone 2", SandboxMode.Offline), ("free 2", null)], started.Sessions.Select(session => (session.Name, session.Sandbox)));
        Assert.Equal("1\n", await UntilWrittenAsync(Path.Combine(made.Folder, "devices")));
    }

    [Fact]
    public async Task The_same_request_gives_the_same_sessions_and_without_one_there_are_more()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        await client.ShellAsync("default", "exec cat");
        var home = (await client.ListAsync())[0];
        var saved = await SaveAsync(client, home, new SavePreset("One"));

        var first = await StartAsync(client, home, saved.Id, "twice");
        var second = await StartAsync(client, home, saved.Id, "twice");
        var third = await StartAsync(client, home, saved.Id);

        Assert.Equal(first.Sessions[0].Id, second.Sessions[0].Id);
        Assert.Equal(["sh", "sh 2", "sh 3"], (await client.SessionsAsync("default")).Select(session => session.Name).Order(StringComparer.Ordinal));
        Assert.NotEqual(first.Sessions[0].Id, third.Sessions[0].Id);
        Assert.Equal("session.bad-request-id", (await client.SendAsync(
            HttpMethod.Post, $"{PathOf(home)}/{saved.Id}/start", new StartPreset(new string('x', 81)), Wire.Default.StartPreset, Wire.Default.PresetStarted)).Problem!.Code);
    }

    [Fact]
    public async Task Names_are_kept_apart_and_what_can_not_be_kept_is_refused_and_changes_nothing()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var home = (await client.ListAsync())[0];
        Assert.Equal("preset.nothing-open", await RefusedAsync(client, home, new SavePreset("Nothing")));
        var session = await client.ShellAsync("default", "exec cat");
        var one = await SaveAsync(client, home, new SavePreset("One"));
        var files = await SaveAsync(client, home, new SavePreset("Files", new Layout(SideBar, new LayoutNode(Group: Group(1, "file:a", new LayoutTab("file", Path: "a"))), 1), []));
        Assert.Empty(files.Sessions);

        Assert.Equal("preset.exists", await RefusedAsync(client, home, new SavePreset("ONE")));
        Assert.Equal("preset.bad-name", await RefusedAsync(client, home, new SavePreset(" ")));
        Assert.Equal("preset.bad-name", await RefusedAsync(client, home, new SavePreset(new string('x', 61))));
        Assert.Equal("session.not-found", await RefusedAsync(client, home, new SavePreset("Two", Sessions: [session.Id, "nosuchone0"])));
        Assert.Equal("preset.bad-layout", await RefusedAsync(client, home, new SavePreset("Two", new Layout(SideBar, new LayoutNode(), 1))));
        var large = new Layout(SideBar, new LayoutNode(Group: Group(1, session.Id, [Tab(session.Id), .. Enumerable.Range(0, 20).Select(i => new LayoutTab("file", Path: $"{i}{new string('x', 4000)}"))])), 1);
        Assert.Equal("preset.too-large", await RefusedAsync(client, home, new SavePreset("Two", large)));
        Assert.Equal("preset.exists", await RenamedAsync(client, home, files.Id, "one"));
        Assert.Equal("preset.bad-name", await RenamedAsync(client, home, files.Id, "a\nb"));
        Assert.Equal("preset.not-found", await RenamedAsync(client, home, "nosuchone0", "Three"));
        Assert.Equal(["Files", "One"], (await ListAsync(client, home)).Items.Select(preset => preset.Name));

        Assert.Null(await RenamedAsync(client, home, one.Id, "one"));
        Assert.Null(await client.DeleteAsync($"{PathOf(home)}/{files.Id}"));
        Assert.Equal("preset.not-found", await client.DeleteAsync($"{PathOf(home)}/{files.Id}"));
        Assert.Equal([(one.Id, "one")], (await ListAsync(client, home)).Items.Select(preset => (preset.Id, preset.Name)));
        for (var number = 2; number <= 50; number++)
        {
            await SaveAsync(client, home, new SavePreset($"Number {number}"));
        }

        Assert.Equal("preset.too-many", await RefusedAsync(client, home, new SavePreset("Number 51")));
        await SaveAsync(client, home, new SavePreset("Number 50", Replace: true));
    }

    [Fact]
    public async Task A_broken_one_says_so_keeps_no_other_from_starting_and_can_be_saved_anew_or_removed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        await client.ShellAsync("default", "exec cat");
        var home = (await client.ListAsync())[0];
        var good = await SaveAsync(client, home, new SavePreset("Good"));
        await runner.KillRunnerAsync();
        await runner.ChangeLogAsync("INSERT INTO meta VALUES ('preset.aaaaaaaaaa', '{ \"name\": \"Old\", \"sessions\": 7 }'), ('preset.bbbbbbbbbb', 'nonsense')");
        await runner.StartRunnerAsync();

        var all = (await ListAsync(client, home)).Items;

        Assert.Equal([("bbbbbbbbbb", true), ("Good", false), ("Old", true)], all.Select(preset => (preset.Name, preset.Problem is not null)));
        Assert.Contains("'Old' can't be read: ", all[2].Problem, StringComparison.Ordinal);
        var (_, refused) = await client.SendAsync(
            HttpMethod.Post, $"{PathOf(home)}/aaaaaaaaaa/start", new StartPreset(), Wire.Default.StartPreset, Wire.Default.PresetStarted);
        Assert.Equal("preset.broken", refused!.Code);
        Assert.Single((await StartAsync(client, home, good.Id)).Sessions);
        Assert.Equal("aaaaaaaaaa", (await SaveAsync(client, home, new SavePreset("Old", Replace: true))).Id);
        Assert.Null(await client.DeleteAsync($"{PathOf(home)}/bbbbbbbbbb"));
        Assert.All((await ListAsync(client, home)).Items, preset => Assert.Null(preset.Problem));
    }

    private static string PathOf(WorkspaceInfo workspace) => $"/api/workspaces/{workspace.Id}/presets";

    private static LayoutTab Tab(string session) => new("terminal", session);

    private static LayoutGroup Group(int id, string active, params LayoutTab[] tabs) => new(id, tabs, active);

    private static LayoutNode Row(params (double Ratio, LayoutGroup Group)[] parts) =>
        new(Split: new LayoutSplit("row", [.. parts.Select(part => part.Ratio)], [.. parts.Select(part => new LayoutNode(Group: part.Group))]));

    private static Dictionary<string, string> Secret(string value) => new() { ["SECRET"] = value };

    private static async Task<SessionInfo> OpenAsync(WorkspaceClient client, WorkspaceInfo workspace, CreateSession request)
    {
        var (session, problem) = await client.SendAsync(
            HttpMethod.Post, $"/api/workspaces/{workspace.Id}/sessions", request, Wire.Default.CreateSession, Wire.Default.SessionInfo, workspace.Id);
        Assert.True(session is not null, problem?.Detail);
        return session;
    }

    private static async Task EndAllAsync(WorkspaceClient client, WorkspaceInfo workspace, params SessionInfo[] sessions)
    {
        foreach (var session in sessions)
        {
            var path = $"/api/workspaces/{workspace.Id}/sessions/{session.Id}/end";
            var (ended, problem) = await client.SendAsync(HttpMethod.Post, path, new EndSession("SIGKILL"), Wire.Default.EndSession, Wire.Default.SessionInfo, workspace.Id);
            Assert.True(ended is not null, problem?.Detail);
        }
    }

    private static async Task<Preset> SaveAsync(WorkspaceClient client, WorkspaceInfo workspace, SavePreset request)
    {
        var (saved, problem) = await client.SendAsync(HttpMethod.Post, PathOf(workspace), request, Wire.Default.SavePreset, Wire.Default.Preset, workspace.Id);
        Assert.True(saved is not null, problem?.Detail);
        return saved;
    }

    private static async Task<string> RefusedAsync(WorkspaceClient client, WorkspaceInfo workspace, SavePreset request) =>
        (await client.SendAsync(HttpMethod.Post, PathOf(workspace), request, Wire.Default.SavePreset, Wire.Default.Preset, workspace.Id)).Problem!.Code;

    private static async Task<string?> RenamedAsync(WorkspaceClient client, WorkspaceInfo workspace, string id, string name) =>
        (await client.SendAsync(HttpMethod.Patch, $"{PathOf(workspace)}/{id}", new RenamePreset(name), Wire.Default.RenamePreset, Wire.Default.Preset, workspace.Id)).Problem?.Code;

    private static async Task<PresetStarted> StartAsync(WorkspaceClient client, WorkspaceInfo workspace, string id, string? request = null)
    {
        var (started, problem) = await client.SendAsync(
            HttpMethod.Post, $"{PathOf(workspace)}/{id}/start", new StartPreset(request), Wire.Default.StartPreset, Wire.Default.PresetStarted, workspace.Id);
        Assert.True(started is not null, problem?.Detail);
        return started;
    }

    private static Task<PresetList> ListAsync(WorkspaceClient client, WorkspaceInfo workspace) =>
        client.GetAsync(PathOf(workspace), Wire.Default.PresetList, workspace.Id);

    private static async Task<string> UntilWrittenAsync(string file)
    {
        var patience = RunnerFixture.Patience;
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            await Task.Delay(20, patience);
        }

        return await File.ReadAllTextAsync(file, patience);
    }
}
