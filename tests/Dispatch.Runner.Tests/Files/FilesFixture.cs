using System.Net.Http.Json;
using System.Text.Json;
using Dispatch.Protocol.Files;

namespace Dispatch.Runner.Tests.Files;

/// <summary>A runner whose workspace is a folder of the test's own, with another folder beside it that nothing may reach.</summary>
internal sealed class FilesFixture : IAsyncDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("dispatch-files-").FullName;
    private HttpClient? _http;

    public RunnerFixture Runner { get; private set; } = null!;

    /// <summary>The workspace's folder.</summary>
    public string Folder => Path.Combine(_above, "home");

    /// <summary>Beside it.</summary>
    public string Outside => Path.Combine(_above, "outside");

    public HttpClient Http => _http ??= Runner.Client(Runner.Token());

    /// <param name="diskMegabytes">So small is the disk of the runner's own data; else it has room.</param>
    /// <param name="watches">See <see cref="RunnerFixture.Watches"/>.</param>
    public static async Task<FilesFixture> StartAsync(int? diskMegabytes = null, int? watches = null)
    {
        var fixture = new FilesFixture();
        Directory.CreateDirectory(fixture.Folder);
        Directory.CreateDirectory(fixture.Outside);
        File.WriteAllText(Path.Combine(fixture.Outside, "secret"), "treasure");
        fixture.Runner = await RunnerFixture.StartAsync(variables: [("HOME", fixture.Folder)], diskMegabytes: diskMegabytes, watches: watches);
        return fixture;
    }

    public string At(string path) => Path.Combine(Folder, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    public void Link(string path, string target) => File.CreateSymbolicLink(At(path), target);

    public static string Url(string action, string? path = null, string more = "") =>
        $"/api/workspaces/default/files{action}?{(path is null ? "" : "path=" + Uri.EscapeDataString(path))}{more}";

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body switch
        {
            null => null,
            byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } },
            string text => new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new("application/octet-stream") } },
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await Http.SendAsync(request, RunnerFixture.Patience);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<T> SendAsync<T>(HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers)
    {
        var (status, said) = await SendAsync(method, url, body, headers);
        Assert.True(status is >= 200 and < 300, $"{status} {said}");
        return (T)JsonSerializer.Deserialize(said, Protocol.Wire.Default.GetTypeInfo(typeof(T))!)!;
    }

    /// <summary>What a refusal says: its code.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string url, object? body = null, params (string Name, string Value)[] headers)
    {
        var (status, said) = await SendAsync(method, url, body, headers);
        Assert.True(status >= 400, $"{status} {said}");
        return JsonSerializer.Deserialize(said, Protocol.Wire.Default.Problem)!.Code;
    }

    public Task<FolderListing> ListAsync(string path = "", string more = "") => SendAsync<FolderListing>(HttpMethod.Get, Url("", path, more));

    public Task<FileDetails> InfoAsync(string path) => SendAsync<FileDetails>(HttpMethod.Get, Url("/info", path));

    public Task<FileDetails> PutAsync(string path, object body, params (string Name, string Value)[] headers) =>
        SendAsync<FileDetails>(HttpMethod.Put, Url("/content", path), body, headers);

    public void AssertOutsideIsUntouched()
    {
        Assert.Equal(["secret"], Directory.EnumerateFileSystemEntries(Outside).Select(path => Path.GetFileName(path)));
        Assert.Equal("treasure", File.ReadAllText(Path.Combine(Outside, "secret")));
    }

    /// <summary>Nothing that isn't whole lies about.</summary>
    public void AssertNothingHalf() =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder, ".dispatch-*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }));

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        await Runner.DisposeAsync();

        // .NET can't name what isn't UTF-8.
        using var removing = System.Diagnostics.Process.Start("rm", ["-rf", _above]);
        await removing.WaitForExitAsync(RunnerFixture.Patience);
    }
}
