using System.Text.Json;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Workspaces;

/// <summary>Against real programs: what is made is there, and what is removed is gone.</summary>
public sealed class WorkspaceCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _data = new();

    // Where a person is: the data folder itself is no place for workspaces.
    private readonly TestFolder _folder = new();

    public async Task InitializeAsync() => Assert.Equal(0, (await RunAsync("start", "--port", "0")).ExitCode);

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task One_is_made_from_a_template_listed_renamed_put_away_and_removed()
    {
        var template = Directory.CreateDirectory(Path.Combine(_data.Data.Templates, "mine")).FullName;
        await File.WriteAllTextAsync(Path.Combine(template, "template.json"), """
            { "name": "Mine", "parameters": [{ "id": "who" }], "sessions": [{ "name": "cat", "command": ["cat"] }, { "name": "no", "command": ["no-such-program"] }] }
            """);
        await File.WriteAllTextAsync(Path.Combine(template, "hello"), "hello {{who}}");
        Directory.CreateDirectory(Path.Combine(_data.Data.Templates, "broken"));
        await File.WriteAllTextAsync(Path.Combine(_data.Data.Templates, "broken", "template.json"), "{\n \"name\": 7\n}");
        var templates = (await RunAsync("workspace", "templates")).Output;
        Assert.Matches("mine +Mine +who", templates);
        Assert.Matches("broken +\\?.*line 2: ", templates);
        Assert.Matches("rust +Rust", templates);

        var made = await RunAsync("workspace", "new", "shop", "--folder", "place", "--template", "mine", "--param", "who=Ada=you");
        Assert.Equal(0, made.ExitCode);
        Assert.StartsWith("The session 'no' was not started: The command 'no-such-program' wasn't found", made.OneError, StringComparison.Ordinal);
        var id = made.Output.Trim();
        Assert.StartsWith("shop-", id, StringComparison.Ordinal);
        Assert.Equal("hello Ada=you", await File.ReadAllTextAsync(Place("place/hello")));
        Assert.Matches($"{id} +shop +open +{Place("place")}", (await RunAsync("workspace", "ls")).Output);
        Assert.Matches("cat +running", (await RunAsync("ls", "--workspace", "shop")).Output);
        Assert.Contains("line 2", (await RunAsync("workspace", "new", "x", "--folder", "x", "--template", "broken")).OneError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place("x")));

        Assert.Contains("Something still runs in the workspace 'shop': ", (await RunAsync("workspace", "archive", "shop")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("kill", "-w", "shop", "cat")).ExitCode);
        await RunAsync("wait", "-w", "shop", "cat");
        Assert.Equal(0, (await RunAsync("workspace", "rename", id[..^2], "Web shop")).ExitCode);
        Assert.Equal(0, (await RunAsync("workspace", "archive", "Web shop")).ExitCode);
        Assert.Matches($"{id} +Web shop +archived", (await RunAsync("workspace", "ls")).Output);
        Assert.Equal(0, (await RunAsync("workspace", "archive", id, "--undo")).ExitCode);

        var preview = await RunAsync("workspace", "rm", id, "--delete-folder");
        Assert.Equal(
            $"Removing the workspace 'Web shop' ({id}):\n  drops the past of 1 ended session\n  deletes the folder {Place("place")}\nNothing was removed. Add --yes to remove it.\n",
            preview.Output);
        Assert.True(File.Exists(Place("place/hello")));
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "rm", id, "--delete-folder", "--yes"));
        Assert.False(Directory.Exists(Place("place")));
        Assert.Equal(
            $"dispatch: There is no workspace '{id}'. See what there is with: dispatch workspace ls", (await RunAsync("workspace", "rm", id)).OneError);
    }

    [Fact]
    public async Task Sessions_and_files_are_those_of_the_workspace_that_is_named()
    {
        Directory.CreateDirectory(Place("one/sub"));
        var id = (await RunAsync("workspace", "new", "--existing", "--folder", "one")).Output.Trim();
        var json = JsonSerializer.Deserialize(
            (await RunAsync("workspace", "new", "two", "--folder", "two", "--json")).Output, Wire.Default.WorkspaceInfo)!;
        Assert.Equal(("two", Place("two"), true), (json.Name, json.Folder, json.Made));

        // It starts in the workspace's folder, and where the caller is when that is below it.
        var away = (await RunAsync("new", "--workspace", "one", "--name", "away", "--", "cat")).Output.Trim();
        Assert.Equal(0, (await ShellAsync("cd one/sub && exec $DISPATCH new -w one --name below -- cat")).ExitCode);
        Assert.Equal(
            [("away", Place("one"), id), ("below", Place("one/sub"), id)],
            (await SessionsAsync("one")).OrderBy(session => session.Name).Select(session => (session.Name, session.Cwd, session.Workspace)));
        Assert.Empty(await SessionsAsync("two"));
        Assert.Equal("There is no session in the workspace 'two' yet. Start one with: dispatch new --workspace " + json.Id, (await RunAsync("ls", "-w", "two")).OneError);
        Assert.Contains("There is no session 'away' in the workspace 'two'", (await RunAsync("screen", "-w", "two", "away")).OneError, StringComparison.Ordinal);

        // By the variable; and by an id alone where none is named.
        Assert.Matches("away +running", (await ShellAsync("DISPATCH_WORKSPACE=one exec $DISPATCH ls")).Output);
        Assert.Equal(0, (await RunAsync("send", "--workspace", "one", "below", @"typed\r")).ExitCode);
        Assert.Equal(0, (await RunAsync("rename", away, "other")).ExitCode);
        Assert.Contains("There is no session 'other'", (await RunAsync("kill", "other")).OneError, StringComparison.Ordinal);

        Write("here.txt", "from here");
        Assert.Equal(0, (await RunAsync("cp", "here.txt", "one:sub/")).ExitCode);
        Assert.Equal(0, (await RunAsync("cp", "-w", "one", ":sub/here.txt", ":copy.txt")).ExitCode);
        Assert.Equal("from here", await File.ReadAllTextAsync(Place("one/copy.txt")));
        Assert.Contains("There is no workspace 'three'", (await RunAsync("cp", "here.txt", "three:")).OneError, StringComparison.Ordinal);

        // All of them are named by what ends them all.
        var stopping = await RunAsync("stop", "--all", "--yes");
        Assert.Contains("2 shells: other", stopping.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_is_cloned_and_what_is_only_there_is_not_lost_unasked()
    {
        Assert.Equal(0, (await ShellAsync(
            "git init -q -b main source && cd source && git config user.email a@b && git config user.name a && echo 1 > a && git add a && git commit -qm one")).ExitCode);
        var clone = await RunAsync("workspace", "clone", Place("source"), "--folder", "copy", "--name", "Copy");
        Assert.Equal((0, ""), (clone.ExitCode, clone.Error));
        Assert.True(File.Exists(Place("copy/a")));
        Assert.Contains("could not be cloned", (await RunAsync("workspace", "clone", Place("none"), "--folder", "other")).OneError, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Place("other")));

        Write("copy/b", "new");
        Assert.Contains("1 uncommitted file (b)", (await RunAsync("workspace", "rm", "Copy", "--delete-folder")).Output, StringComparison.Ordinal);
        Assert.Contains("work that is nowhere else", (await RunAsync("workspace", "rm", "Copy", "--delete-folder", "--yes")).OneError, StringComparison.Ordinal);
        Assert.True(File.Exists(Place("copy/b")));
        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "rm", "Copy", "--delete-folder", "--yes", "--lose-work"));
        Assert.False(Directory.Exists(Place("copy")));
    }

    [Fact]
    public async Task What_a_devcontainer_file_says_is_shown_and_done_when_that_is_asked()
    {
        Directory.CreateDirectory(Place("one"));
        await RunAsync("workspace", "new", "one", "--existing", "--folder", "one");
        Assert.Contains("has no devcontainer.json", (await RunAsync("workspace", "devcontainer", "one")).OneError, StringComparison.Ordinal);
        Write("one/.devcontainer.json", """{ "name": "One", "image": "base", "containerEnv": { "A": "1" }, "postCreateCommand": "echo done > made", "forwardPorts": [3000], "customizations": { "vscode": { "settings": { "terminal.integrated.scrollback": 5000, "a": 1 } } } }""");

        Assert.Equal(
            """
            .devcontainer.json: One
            would run   echo done > made (postCreateCommand)
            variable    A=1
            setting     terminal.scrollback: 5000
            port        3000, as it is: it is this machine's own
            no effect   customizations.vscode.settings.a: Dispatch has no such setting
            kept        image: kept for an environment that is a container; this one is a folder of this machine

            """,
            (await RunAsync("workspace", "devcontainer", "one")).Output);
        Assert.False(File.Exists(Place("one/made")));

        var taken = (await RunAsync("workspace", "devcontainer", "one", "--take")).Output;
        Assert.StartsWith("Variables set: A.\nSettings of the workspace: terminal.scrollback.\nIts commands run in the session ", taken, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("wait", "-w", "one", "Set up One")).ExitCode);
        Assert.Equal("done\n", await File.ReadAllTextAsync(Place("one/made")));

        Assert.DoesNotContain("Settings", (await RunAsync("workspace", "devcontainer", "one", "--take")).Output, StringComparison.Ordinal);

        Write("one/.devcontainer.json", "{\n  \"name\": }");
        Assert.Contains(".devcontainer.json, line 2: ", (await RunAsync("workspace", "devcontainer", "one")).OneError, StringComparison.Ordinal);
    }

    private string Place(string name) => Path.Combine(_folder.Path, name);

    private void Write(string name, string text) => File.WriteAllText(Place(name), text);

    [Fact]
    public async Task A_template_is_added_from_a_folder_and_from_a_repository_refreshed_and_removed()
    {
        Assert.Equal(0, (await ShellAsync(
            "mkdir mine && echo '{ \"name\": \"Mine\" }' > mine/template.json && cp -r mine source && git init -q -b main source && cd source && git add . && git -c user.name=a -c user.email=a@b commit -qm one")).ExitCode);

        Assert.Equal(new CliResult(0, "mine\n", ""), await RunAsync("workspace", "templates", "add", "mine"));
        Assert.Equal(new CliResult(0, "ours\n", ""), await RunAsync("workspace", "templates", "add", $"file://{Place("source")}", "--id", "ours"));
        Assert.StartsWith("dispatch: There is a template 'ours' of your own already.", (await RunAsync("workspace", "templates", "add", "mine", "--id", "ours")).OneError, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("workspace", "new", "shop", "--folder", "place", "--template", "ours")).ExitCode);

        await File.WriteAllTextAsync(Place("mine/template.json"), """{ "name": "Mine anew" }""");
        Assert.Equal(new CliResult(0, "mine\n", ""), await RunAsync("workspace", "templates", "refresh", "mine"));
        Assert.Matches("mine +Mine anew", (await RunAsync("workspace", "templates")).Output);
        await File.WriteAllTextAsync(Place("mine/template.json"), "{\n \"name\": 7\n}");
        Assert.StartsWith($"dispatch: {Place("mine")}: template.json, line 2: ", (await RunAsync("workspace", "templates", "refresh", "mine")).OneError, StringComparison.Ordinal);
        Assert.Matches("mine +Mine anew", (await RunAsync("workspace", "templates")).Output);

        Assert.Equal(new CliResult(0, "", ""), await RunAsync("workspace", "templates", "rm", "ours"));
        Assert.DoesNotContain("ours", (await RunAsync("workspace", "templates")).Output, StringComparison.Ordinal);
        Assert.StartsWith("dispatch: The template 'go' comes with Dispatch", (await RunAsync("workspace", "templates", "rm", "go")).OneError, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<SessionInfo>> SessionsAsync(string workspace) =>
        JsonSerializer.Deserialize<List<SessionInfo>>((await RunAsync("ls", "--json", "--workspace", workspace)).Output, JsonSerializerOptions.Web)!;

    private Task<CliResult> RunAsync(params string[] arguments) => ShellAsync("exec \"$@\"", [DispatchProgram.Program, .. arguments]);

    private Task<CliResult> ShellAsync(string line, params string[] arguments) =>
        DispatchProgram.ShellAsync(_data.Path, $"cd '{_folder.Path}' && {line}", arguments);
}
