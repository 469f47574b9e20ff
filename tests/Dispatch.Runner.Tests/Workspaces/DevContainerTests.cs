using System.Net.Http.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Workspaces;

public class DevContainerTests
{
    private const string Whole = """
        // What the team uses.
        {
          "name": "Shop",
          "image": "mcr.microsoft.com/devcontainers/base",
          "features": { "ghcr.io/devcontainers/features/node:1": {} },
          "onCreateCommand": ["sh", "-c", "echo first > order"],
          "postCreateCommand": "echo \"second $GREETING\" >> order",
          "containerEnv": { "GREETING": "hello", "WHERE": "${containerWorkspaceFolder}/x", "KEPT": "theirs", "IN": "${devcontainerId}" },
          "remoteEnv": { "LATER": "${localEnv:NO_SUCH_VARIABLE:otherwise}" },
          "forwardPorts": [3000, "localhost:4000", "db:5432"],
          "customizations": {
            "vscode": {
              "extensions": ["a.b"],
              "settings": {
                "terminal.integrated.scrollback": 5000, "terminal.integrated.fontSize": 400, "editor.tabSize": 3,
                "terminal.integrated.env.linux": { "OF_TERMINALS": "${env:NO_SUCH_VARIABLE}x" },
              },
            },
            "codespaces": {},
          },
          "shutdownAction": "none",
        }
        """;

    [Fact]
    public async Task It_is_told_and_nothing_of_it_is_done_until_it_is_taken()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Write(made, ".devcontainer/devcontainer.json", Whole);
        Write(made, ".devcontainer.json", "broken, and not the first that is looked for");

        var said = await client.GetAsync(Path(made), Wire.Default.DevContainer, made.Id);

        Assert.Equal((".devcontainer/devcontainer.json", "Shop", "mcr.microsoft.com/devcontainers/base"), (said.Path, said.Name, said.Image));
        Assert.Equal(["ghcr.io/devcontainers/features/node:1"], said.Features!);
        Assert.Equal(["onCreateCommand", "postCreateCommand"], said.Commands.Select(command => command.When));
        Assert.Equal("'sh' '-c' 'echo first > order'", said.Commands[0].Command);
        Assert.Equal(
            [("GREETING", "hello"), ("WHERE", made.Folder + "/x"), ("KEPT", "theirs"), ("LATER", "otherwise"), ("OF_TERMINALS", "x")],
            said.Variables.Select(variable => (variable.Name, variable.Value)));
        Assert.Equal([3000, 4000], said.Ports);
        Assert.Equal(
            [
                "customizations.vscode.extensions", "customizations.vscode.settings.terminal.integrated.fontSize", "customizations.vscode.settings.editor.tabSize",
                "customizations.codespaces", "containerEnv.IN", "forwardPorts", "image", "features", "shutdownAction",
            ], said.Ignored.Select(ignored => ignored.Property));
        Assert.All(said.Ignored, ignored => Assert.NotEmpty(ignored.Reason));
        Assert.Equal(["image", "features"], said.Ignored.Where(ignored => ignored.Kept is true).Select(ignored => ignored.Property));
        Assert.Contains("from 6 to 40", said.Ignored[1].Reason, StringComparison.Ordinal);
        Assert.Equal([("terminal.scrollback", "5000")], said.Settings!.Select(setting => (setting.Key, setting.Value.GetRawText())));
        Assert.Empty(await client.SessionsAsync(made.Id));
        Assert.Empty((await client.GetAsync($"/api/workspaces/{made.Id}/variables", Wire.Default.VariableList, made.Id)).Items);

        using (var http = runner.Client(runner.Token(workspace: made.Id)))
        using (var set = await http.PutAsJsonAsync($"/api/workspaces/{made.Id}/variables/KEPT", new SetVariable("mine"), Wire.Default.SetVariable, RunnerFixture.Patience))
        {
            Assert.True(set.IsSuccessStatusCode);
        }

        var (taken, problem) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);

        Assert.True(taken is not null, problem?.Detail);
        Assert.Equal(["GREETING", "WHERE", "LATER", "OF_TERMINALS"], taken.Variables);
        Assert.Equal("Set up Shop", taken.Session!.Name);
        Assert.Equal("first\nsecond hello\n", await UntilEndedAsync(client, made, taken.Session.Id));
        var variables = (await client.GetAsync($"/api/workspaces/{made.Id}/variables", Wire.Default.VariableList, made.Id)).Items;
        Assert.Equal("mine", variables.Single(variable => variable.Name == "KEPT").Value);
    }

    [Theory]
    [InlineData("{\n  \"name\": \"x\",\n  \"image\" \"y\"\n}", 3)]
    [InlineData("{\n  \"postCreateCommand\": 7\n}", 2)]
    [InlineData("{\n\n  \"containerEnv\": [\"A\"]\n}", 3)]
    [InlineData("{ \"forwardPorts\": [70000] }", 1)]
    [InlineData("[]", 1)]
    [InlineData("", 1)]
    public async Task A_broken_one_is_named_with_line_and_reason_and_does_nothing(string json, int line)
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Assert.Equal(204, (await runner.SendAsync(HttpMethod.Get, Path(made), token: runner.Token(workspace: made.Id))).Status);
        var (_, missing) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);
        Assert.Equal("devcontainer.not-found", missing!.Code);
        Write(made, ".devcontainer.json", json);

        var (taken, problem) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);

        Assert.Null(taken);
        Assert.Equal("devcontainer.broken", problem!.Code);
        Assert.StartsWith($".devcontainer.json, line {line}: ", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(await client.SessionsAsync(made.Id));
    }

    [Fact]
    public async Task One_that_is_too_large_or_whose_workspace_has_no_folder_any_more_is_told_so()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Write(made, ".devcontainer.json", "{}" + new string(' ', 1 << 20));

        var (_, large) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);
        Assert.Equal(("devcontainer.broken", true), (large!.Code, large.Detail!.Contains("it is larger than 1 MB", StringComparison.Ordinal)));

        Directory.Delete(made.Folder, recursive: true);
        var (_, gone) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);
        Assert.Equal("file.not-found", gone!.Code);
    }

    [Fact]
    public async Task Where_its_session_can_not_start_no_variable_of_it_is_kept_either()
    {
        await using var runner = await RunnerFixture.StartAsync("""{"limits":{"sessions":1}}""");
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Write(made, ".devcontainer.json", """{ "containerEnv": { "KEPT": "theirs", "ADDED": "a" }, "postCreateCommand": "echo one > order" }""");
        using (var http = runner.Client(runner.Token(workspace: made.Id)))
        using (var set = await http.PutAsJsonAsync($"/api/workspaces/{made.Id}/variables/KEPT", new SetVariable("mine"), Wire.Default.SetVariable, RunnerFixture.Patience))
        {
            Assert.True(set.IsSuccessStatusCode);
        }

        var other = await client.ShellAsync("default", "cat");
        var (taken, problem) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);

        Assert.Equal((null, "session.too-many"), (taken, problem!.Code));
        Assert.Empty(await client.SessionsAsync(made.Id));
        Assert.Equal([("KEPT", "mine")], (await VariablesAsync()).Select(variable => (variable.Name, variable.Value)));

        // Once there is room for it, it is taken as ever.
        using (var http = runner.Client(runner.Token()))
        {
            (await http.PostAsync($"/api/workspaces/default/sessions/{other.Id}/end", null, RunnerFixture.Patience)).Dispose();
            (await http.DeleteAsync($"/api/workspaces/default/sessions/{other.Id}", RunnerFixture.Patience)).Dispose();
        }

        (taken, problem) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);
        Assert.True(taken is not null, problem?.Detail);
        Assert.Equal("one\n", await UntilEndedAsync(client, made, taken.Session!.Id));
        Assert.Equal(["ADDED", "KEPT"], (await VariablesAsync()).Select(variable => variable.Name));

        async Task<IReadOnlyList<Variable>> VariablesAsync() =>
            (await client.GetAsync($"/api/workspaces/{made.Id}/variables", Wire.Default.VariableList, made.Id)).Items;
    }

    [Fact]
    public async Task One_outside_of_the_workspace_is_not_read()
    {
        await using var runner = await RunnerFixture.StartAsync();
        using var client = new WorkspaceClient(runner);
        var made = await client.CreateAsync(new CreateWorkspace { Name = "Shop", Folder = client.Folder("shop") });
        Directory.CreateDirectory(client.Folder("elsewhere"));
        await File.WriteAllTextAsync(System.IO.Path.Combine(client.Folder("elsewhere"), "devcontainer.json"), "{}");
        Directory.CreateSymbolicLink(System.IO.Path.Combine(made.Folder, ".devcontainer"), client.Folder("elsewhere"));

        var (_, problem) = await client.SendAsync(HttpMethod.Post, Path(made), new CreateSession(), Wire.Default.CreateSession, Wire.Default.DevContainerTaken, made.Id);

        Assert.Equal("devcontainer.not-found", problem!.Code);
    }

    private static string Path(WorkspaceInfo workspace) => $"/api/workspaces/{workspace.Id}/devcontainer";

    private static void Write(WorkspaceInfo workspace, string path, string text)
    {
        var file = System.IO.Path.Combine(workspace.Folder, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static async Task<string> UntilEndedAsync(WorkspaceClient client, WorkspaceInfo workspace, string session)
    {
        var patience = RunnerFixture.Patience;
        while ((await client.SessionsAsync(workspace.Id)).Single(one => one.Id == session).State != SessionState.Exited)
        {
            await Task.Delay(20, patience);
        }

        return await File.ReadAllTextAsync(System.IO.Path.Combine(workspace.Folder, "order"), patience);
    }
}
