using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dispatch.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Dispatch.Server.Tests.Hosting;

/// <summary>Each fault at the start is one line that names the thing and the next step, a non-zero exit, and nothing half-made.</summary>
public sealed class StartFaultTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Root => _folder.Data.Root;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", $"{port}"]);

        outcome.ShouldBeOneLineNaming($"Port {port}", "taken", "--port");
        Assert.False(File.Exists(_folder.Data.ServerDatabase));
        Assert.False(File.Exists(_folder.Data.AccessKeyFile));
        Assert.False(File.Exists(_folder.Data.ServerStateFile));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written()
    {
        var file = Path.Combine(Root, "file");
        await File.WriteAllTextAsync(file, "");

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Path.Combine(file, "data"), "--port", "0"]);

        outcome.ShouldBeOneLineNaming(file, "can't be written", "--data");
    }

    [Fact]
    public async Task A_data_folder_whose_sockets_would_have_too_long_paths()
    {
        var deep = Path.Combine(Root, new string('x', 100));

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", deep, "--port", "0"]);

        outcome.ShouldBeOneLineNaming("107", "--data");
        Assert.False(Directory.Exists(deep));
    }

    [Fact]
    public async Task A_second_server_on_one_data_folder()
    {
        await using var first = await RunningServer.StartAsync(_folder);
        var state = await File.ReadAllTextAsync(_folder.Data.ServerStateFile);

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming(Root, $"process {Environment.ProcessId}", "dispatch stop");
        Assert.Equal(state, await File.ReadAllTextAsync(_folder.Data.ServerStateFile));
    }

    [Fact]
    public async Task A_database_that_is_none()
    {
        await File.WriteAllTextAsync(_folder.Data.ServerDatabase, new string('x', 10_000));

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming(_folder.Data.ServerDatabase, "damaged", "backup");
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(_folder.Data.ServerDatabase));
    }

    [Fact]
    public async Task A_database_with_a_page_of_rubbish()
    {
        await using (await RunningServer.StartAsync(_folder))
        {
        }

        await using (var database = new FileStream(_folder.Data.ServerDatabase, FileMode.Open))
        {
            database.Position = 4096;
            await database.WriteAsync(Enumerable.Repeat((byte)0xEE, 8192).ToArray());
        }

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming(_folder.Data.ServerDatabase, "damaged");
    }

    [Fact]
    public async Task A_database_of_a_newer_version()
    {
        await using (await RunningServer.StartAsync(_folder))
        {
        }

        await using (var connection = new SqliteConnection($"Data Source={_folder.Data.ServerDatabase}"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO schema_migrations VALUES (9999, 'later', 'x', 0)";
            await command.ExecuteNonQueryAsync();
        }

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming(_folder.Data.ServerDatabase, "newer version", "9999");
    }

    [Fact]
    public async Task PostgreSQL_that_is_not_there()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var outcome = await ServerProcess.RunAsync(
            ServerProcess.Path, ["--data", Root, "--port", "0"], ("DISPATCH_DATABASE", $"Host=127.0.0.1;Port={port};Username=x;Password=hidden;Database=dispatch"));

        outcome.ShouldBeOneLineNaming("PostgreSQL can't be reached", $"127.0.0.1:{port}", "DISPATCH_DATABASE");
        Assert.DoesNotContain("hidden", outcome.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Data.AccessKeyFile));
    }

    [Fact]
    public async Task A_connection_string_that_is_none()
    {
        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0", "--database", "nonsense"]);

        outcome.ShouldBeOneLineNaming("connection string", "--database");
    }

    [Fact]
    public async Task A_certificate_that_is_none()
    {
        var file = Path.Combine(Root, "cert.pem");
        await File.WriteAllTextAsync(file, "no certificate");

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0", "--tls-cert", file, "--tls-key", file]);

        outcome.ShouldBeOneLineNaming(file, "PEM");
        Assert.False(File.Exists(_folder.Data.ServerDatabase));
    }

    [Fact]
    public async Task A_key_that_belongs_to_another_certificate()
    {
        var certificate = Path.Combine(Root, "cert.pem");
        var key = Path.Combine(Root, "key.pem");
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=x", own, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllTextAsync(certificate, made.ExportCertificatePem());
        await File.WriteAllTextAsync(key, other.ExportPkcs8PrivateKeyPem());

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0", "--tls-cert", certificate, "--tls-key", key]);

        outcome.ShouldBeOneLineNaming(certificate, key);
    }

    [Fact]
    public async Task An_address_that_is_not_this_machines()
    {
        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0", "--bind", "192.0.2.1", "--insecure"]);

        outcome.ShouldBeOneLineNaming("192.0.2.1", "--bind");
    }

    [Fact]
    public async Task SIGCHLD_ignored()
    {
        var outcome = await ServerProcess.RunAsync("/bin/bash", ["-c", "trap '' CHLD; exec \"$0\" \"$@\"", ServerProcess.Path, "--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming("SIGCHLD");
        Assert.Empty(Directory.EnumerateFileSystemEntries(Root));
    }

    [Fact]
    public async Task A_key_that_is_too_short()
    {
        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"], ("DISPATCH_KEY", "tooshort"));

        outcome.ShouldBeOneLineNaming("DISPATCH_KEY", "16");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_no_stack_trace()
    {
        Directory.CreateDirectory(_folder.Data.ServerPublicKeys);

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--data", Root, "--port", "0"]);

        outcome.ShouldBeOneLineNaming("Dispatch.Server can't go on", "start it again");
    }

    [Fact]
    public async Task Rotating_prints_the_new_key_and_nothing_else()
    {
        await using (await RunningServer.StartAsync(_folder))
        {
        }

        var outcome = await ServerProcess.RunAsync(ServerProcess.Path, ["--rotate-key", "--data", Root]);

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Errors));
        Assert.Equal(await File.ReadAllTextAsync(_folder.Data.AccessKeyFile), outcome.Output);

        var refused = await ServerProcess.RunAsync(ServerProcess.Path, ["--rotate-key", "--data", Root], ("TERMINAL_KEY", "0123456789abcdef"));
        refused.ShouldBeOneLineNaming("TERMINAL_KEY");
    }
}
