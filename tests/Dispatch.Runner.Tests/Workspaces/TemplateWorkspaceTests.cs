using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Workspaces;

public class TemplateWorkspaceTests
{
    private const string Manifest = """
        {
          "name": "T",
          "parameters": [{ "id": "who", "default": "{folder}" }],
          "environment": { "GREETING": "hello {{who}}", "PWD": "kept" },
          "sessions": [
            { "name": "{{who}} says", "command": ["/bin/sh", "-c", "printf %s \"$GREETING\" > said; exec cat"], "folder": "sub" },
            { "name": "lacking", "command": ["no-such-program-at-all"] }
          ]
        }
        """;

    [Fact]
    public async Task Files_are_filled_in_sessions_start_and_the_environment_is_theirs_and_that_of_later_ones()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var template = Write(runner, "mine", Manifest);
        Directory.CreateDirectory(Path.Combine(template, "sub"));
        await File.WriteAllTextAsync(Path.Combine(template, "{{who}}.txt"), "for {{who}}");

        var made = await client.CreateAsync(new CreateWorkspace
        {
            Name = "From template",
            Folder = client.Folder("place"),
            Template = "mine",
            Parameters = new Dictionary<string, string> { ["who"] = "Ada" },
        });

        Assert.Equal(("From template", client.Folder("place"), true), (made.Name, made.Folder, made.Made));
        Assert.Equal("for Ada", await File.ReadAllTextAsync(Path.Combine(made.Folder, "Ada.txt")));
        Assert.False(File.Exists(Path.Combine(made.Folder, "template.json")));
        var lacking = Assert.Single(made.NotStarted!);
        Assert.Equal(("lacking", "session.command-not-found"), (lacking.Name, lacking.Code));
        var session = Assert.Single(await client.SessionsAsync(made.Id));
        Assert.Equal(("Ada says", SessionState.Running, Path.Combine(made.Folder, "sub")), (session.Name, session.State, session.Cwd));
        Assert.Equal("hello Ada", await UntilWrittenAsync(Path.Combine(made.Folder, "sub", "said")));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(made.Folder)!, ".*"));

        // The next runner knows it, too.
        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await client.ShellAsync(made.Id, "printf %s \"$GREETING\" > later; exec cat");
        Assert.Equal("hello Ada", await UntilWrittenAsync(Path.Combine(made.Folder, "later")));
    }

    [Theory]
    [InlineData("{\n  \"name\": \"T\",\n  \"nmae\": 1\n}", "template.broken", "line 3: ")]
    [InlineData("{ \"name\": \"T\", \"parameters\": [{ \"id\": \"x\" }] }", "template.bad-parameter", "needs a value for 'x'")]
    [InlineData("{ \"name\": \"T\" }", "template.link-outside", "/etc/passwd")]
    public async Task A_broken_one_is_refused_with_the_reason_and_leaves_nothing(string manifest, string code, string reason)
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var template = Write(runner, "bad", manifest);
        await File.WriteAllTextAsync(Path.Combine(template, "a"), "a");
        File.CreateSymbolicLink(Path.Combine(template, "z"), "/etc/passwd");

        var problem = await RefusedAsync(client, new CreateWorkspace { Folder = client.Folder("new"), Template = "bad" });

        Assert.Equal(code, problem.Code);
        Assert.Contains(reason, problem.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(client.Folder("new"))!));
        Assert.Equal(["default"], (await client.ListAsync()).Select(workspace => workspace.Id));
    }

    [Fact]
    public async Task What_does_not_go_together_is_refused()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        Directory.CreateDirectory(client.Folder("full"));
        await File.WriteAllTextAsync(Path.Combine(client.Folder("full"), "a"), "a");

        Assert.Equal("template.new-folder-only", await CodeAsync(new CreateWorkspace { Folder = client.Folder("full"), Existing = true, Template = "empty" }));
        Assert.Equal("workspace.folder-not-empty", await CodeAsync(new CreateWorkspace { Folder = client.Folder("full"), Template = "empty" }));
        Assert.Equal("template.not-found", await CodeAsync(new CreateWorkspace { Folder = client.Folder("new"), Template = "../mine" }));
        Assert.Equal("template.bad-parameter", await CodeAsync(new CreateWorkspace { Folder = client.Folder("new"), Parameters = new Dictionary<string, string>() }));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(client.Folder("full")).Select(entry => Path.GetFileName(entry)));

        async Task<string> CodeAsync(CreateWorkspace request) => (await RefusedAsync(client, request)).Code;
    }

    [Fact]
    public async Task Who_may_start_no_session_gets_the_workspace_without()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        Write(runner, "mine", """{ "name": "T", "sessions": [{ "name": "shell" }] }""");
        using var http = runner.Client(runner.Token([Capabilities.WorkspaceManage]));
        using var answer = await http.PostAsync(
            "/api/workspaces",
            JsonContent.Create(new CreateWorkspace { Folder = client.Folder("new"), Template = "mine" }, Wire.Default.CreateWorkspace),
            RunnerFixture.Patience);

        var made = await answer.Content.ReadFromJsonAsync(Wire.Default.WorkspaceInfo);
        Assert.Equal("capability.missing", Assert.Single(made!.NotStarted!).Code);
        Assert.Empty(await client.SessionsAsync(made.Id));
    }

    private static string Write(RunnerFixture runner, string id, string manifest)
    {
        var folder = Directory.CreateDirectory(Path.Combine(runner.Data.Templates, id)).FullName;
        File.WriteAllText(Path.Combine(folder, "template.json"), manifest);
        return folder;
    }

    private static async Task<Problem> RefusedAsync(WorkspaceClient client, CreateWorkspace request)
    {
        var (made, problem) = await client.SendAsync(HttpMethod.Post, "/api/workspaces", request, Wire.Default.CreateWorkspace, Wire.Default.WorkspaceInfo);
        Assert.True(made is null, made?.Folder);
        return problem!;
    }

    private static async Task<string> UntilWrittenAsync(string file)
    {
        var patience = RunnerFixture.Patience;
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            await Task.Delay(20, patience);
        }

        return await File.ReadAllTextAsync(file);
    }
}
