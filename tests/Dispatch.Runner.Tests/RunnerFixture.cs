using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using Dispatch.Protocol;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Native;
using Dispatch.Runner.Tests.Disks;
using Microsoft.Data.Sqlite;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Runner.Tests;

/// <summary>A runner and its keeper in processes of their own, in a data folder of their own, reached as the server reaches them.</summary>
internal sealed class RunnerFixture : IAsyncDisposable
{
    public const string EnvironmentId = "test";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private Process _process = null!;

    public DataFolder Data { get; } = new(Directory.CreateTempSubdirectory("dispatch-runner-").FullName);

    public int Pid => _process.Id;

    /// <summary>What the next start has in its environment beyond this process's own.</summary>
    public IReadOnlyList<(string Name, string Value)> Variables { get; set; } = [];

    /// <summary>So many folders the system watches for it; null for as many as for everyone.</summary>
    public int? Watches { get; set; }

    /// <summary>What its data folder lies on, when that was asked to be small.</summary>
    public SmallDisk? Disk { get; private set; }

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static async Task<RunnerFixture> StartAsync(
        string? settings = null, IReadOnlyList<(string Name, string Value)>? variables = null, int? diskMegabytes = null, int? watches = null)
    {
        var fixture = new RunnerFixture { Variables = variables ?? [], Watches = watches };
        fixture.Disk = diskMegabytes is { } size ? SmallDisk.Mount(fixture.Data.Root, size) : null;
        Directory.CreateDirectory(fixture.Data.Run);
        if (settings is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(fixture.Data.Root, "runner.json"), settings);
        }

        var parameters = fixture._key.ExportParameters(false);
        await File.WriteAllTextAsync(fixture.Data.ServerPublicKeys, $$"""
            {"keys":[{"kty":"EC","crv":"P-256","kid":"k1","x":"{{Base64UrlEncoder.Encode(parameters.Q.X)}}","y":"{{Base64UrlEncoder.Encode(parameters.Q.Y)}}"}]}
            """);
        await fixture.StartRunnerAsync();
        return fixture;
    }

    public async Task StartRunnerAsync()
    {
        _process = Process.Start(Command())!;
        using var http = Client(null);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("/healthz", Patience);
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(20);
            }
        }
    }

    public ProcessStartInfo Command(params string[] more)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Dispatch.Runner")) { RedirectStandardError = more.Length > 0 };
        if (Watches is { } watches)
        {
            // A namespace of users has a limit of its own, which whoever is root in it sets.
            start.ArgumentList.Add("-Ur");
            start.ArgumentList.Add("/bin/sh");
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"echo {watches} > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"");
            start.ArgumentList.Add(start.FileName);
            start.FileName = "unshare";
        }

        foreach (var argument in (string[])["--data", Data.Root, "--environment", EnvironmentId, .. more])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs the runner's program for something else than serving, to its end.</summary>
    public async Task RunAsync(int exit, params string[] arguments)
    {
        using var program = Process.Start(Command(arguments))!;
        var said = await program.StandardError.ReadToEndAsync(Patience);
        await program.WaitForExitAsync(Patience);
        Assert.True(exit == program.ExitCode, $"{program.ExitCode}: {said}");
    }

    public async Task KillRunnerAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Patience);
    }

    public async Task StopRunnerAsync()
    {
        using var handle = ProcessHandle.TryOpen(_process.Id);
        handle!.Send(Signals.Terminate);
        await _process.WaitForExitAsync(Patience);
    }

    /// <summary>Does to the log what no runner does. Not while one serves it.</summary>
    public async Task ChangeLogAsync(string sql, string workspace = "default")
    {
        await using var connection = new SqliteConnection($"Data Source={Data.WorkspaceLog(workspace)};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Only texts of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public string Token(
        string[]? capabilities = null, string workspace = "default", TimeSpan? lifetime = null, string audience = EnvironmentId, ECDsa? key = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = CapabilityToken.Issuer,
            Audience = CapabilityToken.Audience(audience),
            NotBefore = now,
            Expires = now + (lifetime ?? TimeSpan.FromSeconds(60)),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "p_test",
                [CapabilityToken.WorkspaceClaim] = workspace,
                [CapabilityToken.CapabilitiesClaim] = capabilities ?? [.. Capabilities.All],
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(key ?? _key) { KeyId = "k1" }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public HttpClient Client(string? token)
    {
        var http = new HttpClient(Handler()) { BaseAddress = new Uri("http://runner") };
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    public SocketsHttpHandler Handler() => new()
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Data.RunnerSocket), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public async Task<SessionInfo> CreateAsync(CreateSession request)
    {
        using var http = Client(Token());
        using var answer = await http.PostAsJsonAsync("/api/workspaces/default/sessions", request, Wire.Default.CreateSession, Patience);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(Wire.Default.SessionInfo))!;
    }

    public Task<SessionInfo> ShellAsync(string script) => CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", script] });

    public async Task<SessionInfo> GetAsync(string id)
    {
        using var http = Client(Token());
        return (await http.GetFromJsonAsync($"/api/workspaces/default/sessions/{id}", Wire.Default.SessionInfo, Patience))!;
    }

    /// <summary>What a path below a session answers.</summary>
    /// <param name="known">The tag of an answer that is there already.</param>
    public async Task<HttpResponseMessage> AskAsync(string session, string path, string? known = null)
    {
        using var http = Client(Token());
        if (known is not null)
        {
            http.DefaultRequestHeaders.IfNoneMatch.ParseAdd(known);
        }

        return await http.GetAsync($"/api/workspaces/default/sessions/{session}/{path}", Patience);
    }

    public async Task<byte[]> BytesAsync(string session, string path)
    {
        using var answer = await AskAsync(session, path);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public async Task<string> TextAsync(string session, string path) => System.Text.Encoding.UTF8.GetString(await BytesAsync(session, path));

    /// <summary>Types without attaching.</summary>
    public async Task TypeAsync(string session, string text)
    {
        using var http = Client(Token());
        using var body = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var answer = await http.PostAsync($"/api/workspaces/default/sessions/{session}/input", body, Patience);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits, by its attach wire and reading along, until the session has ended.</summary>
    public async Task EndedAsync(string session)
    {
        await using var client = await AttachAsync(session, new AttachRequest { ReadOnly = true });
        await client.UntilAsync(EventTypes.SessionExited);
    }

    public async Task<(int Status, string Body)> SendAsync(HttpMethod method, string path, string? json = null, string? token = null)
    {
        using var http = Client(token ?? Token());
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
        };
        using var answer = await http.SendAsync(request, Patience);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public Task<AttachedTestClient> AttachAsync(string session, AttachRequest? request = null, string[]? capabilities = null) =>
        AttachedTestClient.ConnectAsync(this, session, request ?? new AttachRequest(), Token(capabilities));

    /// <summary>The keeper does nothing until what is returned is disposed of; what it is told waits.</summary>
    public IDisposable PauseKeeper() => new Paused(Assert.Single(Keepers()));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await StopRunnerAsync();
        }

        foreach (var pid in Keepers())
        {
            using var keeper = ProcessHandle.TryOpen(pid);
            keeper?.Send(Signals.Terminate);
            keeper?.WaitForExit(TimeSpan.FromSeconds(10));
        }

        _process.Dispose();
        _key.Dispose();
        Disk?.Dispose();
        Directory.Delete(Data.Root, recursive: true);
    }

    // By what they were started with: one that was started a moment ago doesn't hold its lock yet.
    private List<int> Keepers()
    {
        var started = $"\0--keeper\0--data\0{Data.Root}\0";
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (int.TryParse(Path.GetFileName(folder), out var pid) && File.ReadAllText($"{folder}/cmdline").Contains(started, StringComparison.Ordinal))
                {
                    found.Add(pid);
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }

    private sealed class Paused : IDisposable
    {
        private const int Stop = 19;
        private readonly ProcessHandle _keeper;

        public Paused(int pid)
        {
            _keeper = ProcessHandle.TryOpen(pid)!;
            _keeper.Send(Stop);
        }

        public void Dispose()
        {
            _keeper.Send(Signals.Continue);
            _keeper.Dispose();
        }
    }
}
