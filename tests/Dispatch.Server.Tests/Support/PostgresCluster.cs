using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Dispatch.Server.Tests.Support;

/// <summary>
/// A PostgreSQL of the tests' own, on a free port of loopback, in a folder that goes with it. PostgreSQL refuses to run as root, which is
/// then the account that Debian's package makes.
/// </summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private const string Programs = "/usr/lib/postgresql/15/bin";
    private const string SetPriv = "/usr/bin/setpriv";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<string>> _started;
    private string? _folder;
    private int _databases;

    public PostgresCluster() => _started = new Lazy<Task<string>>(StartAsync);

    /// <summary>Why there can be none here; null when there can.</summary>
    public static string? Missing { get; } = FindMissing();

    /// <summary>Makes an empty database; the first starts the cluster.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var server = await _started.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server + ";Database=postgres;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return $"{server};Database={name}";
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_folder is { } folder)
        {
            await RunAsync("pg_ctl", "stop", "--mode=immediate", $"--pgdata={folder}/data");
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> StartAsync()
    {
        _folder = Directory.CreateTempSubdirectory("dsp-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunProgramAsync("chown", "postgres", _folder);
        }

        var port = FreePort();
        await RunAsync("initdb", $"--pgdata={_folder}/data", "--username=dispatch", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        await RunAsync(
            "pg_ctl", "start", "--wait", $"--pgdata={_folder}/data", $"--log={_folder}/log",
            $"--options=-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off -c max_connections=50");
        return $"Host=127.0.0.1;Port={port};Username=dispatch";
    }

    private static string? FindMissing() =>
        !File.Exists(Path.Combine(Programs, "initdb")) ? $"PostgreSQL 15 is not installed ({Programs}); apt-get install postgresql-15"
        : Environment.IsPrivilegedProcess && !File.Exists(SetPriv) ? $"{SetPriv} is not installed; apt-get install util-linux"
        : null;

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private static Task RunAsync(string name, params string[] arguments)
    {
        var program = Path.Combine(Programs, name);
        return Environment.IsPrivilegedProcess
            ? RunProgramAsync(SetPriv, ["--reuid=postgres", "--regid=postgres", "--init-groups", program, .. arguments])
            : RunProgramAsync(program, arguments);
    }

    private static async Task RunProgramAsync(string program, params string[] arguments)
    {
        // The cluster's processes keep what they inherit: a pipe would never end.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" </dev/null >/dev/null 2>&1", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }
}
