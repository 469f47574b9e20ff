using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Workspaces;

/// <summary>What a server asks a runner about workspaces, and folders to make them of.</summary>
internal sealed class WorkspaceClient(RunnerFixture runner) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-workspaces-");

    public string Folder(string name) => Path.Combine(_folder.FullName, name);

    public async Task<WorkspaceInfo> CreateAsync(CreateWorkspace request)
    {
        var (made, problem) = await SendAsync(HttpMethod.Post, "/api/workspaces", request, Wire.Default.CreateWorkspace, Wire.Default.WorkspaceInfo);
        Assert.True(made is not null, problem?.Detail);
        return made;
    }

    public async Task<IReadOnlyList<WorkspaceInfo>> ListAsync() => (await GetAsync("/api/workspaces", Wire.Default.WorkspaceList)).Items;

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, string workspace = "default")
    {
        using var http = runner.Client(runner.Token(workspace: workspace));
        return (await http.GetFromJsonAsync(path, type, RunnerFixture.Patience))!;
    }

    public async Task<(TAnswer? Answer, Problem? Problem)> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> type, string workspace = "default")
    {
        using var http = runner.Client(runner.Token(workspace: workspace));
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, bodyType) };
        using var answer = await http.SendAsync(request, RunnerFixture.Patience);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync(type), null)
            : (default, await answer.Content.ReadFromJsonAsync(Wire.Default.Problem));
    }

    /// <returns>Null once it is gone, else the refusal's code.</returns>
    public async Task<string?> DeleteAsync(string path, string workspace = "default")
    {
        using var http = runner.Client(runner.Token(workspace: workspace));
        using var answer = await http.DeleteAsync(path, RunnerFixture.Patience);
        return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync(Wire.Default.Problem))!.Code;
    }

    public async Task<SessionInfo> ShellAsync(string workspace, string script)
    {
        var (session, problem) = await SendAsync(
            HttpMethod.Post, $"/api/workspaces/{workspace}/sessions", new CreateSession { Command = ["/bin/sh", "-c", script] },
            Wire.Default.CreateSession, Wire.Default.SessionInfo, workspace);
        Assert.True(session is not null, problem?.Detail);
        return session;
    }

    public async Task<IReadOnlyList<SessionInfo>> SessionsAsync(string workspace) =>
        (await GetAsync($"/api/workspaces/{workspace}/sessions", Wire.Default.SessionList, workspace)).Items;

    public Task<WorkspaceRemoval> PreviewAsync(string workspace) =>
        GetAsync($"/api/workspaces/{workspace}/removal", Wire.Default.WorkspaceRemoval, workspace);

    public void Dispose() => _folder.Delete(recursive: true);
}
