using System.Diagnostics;
using System.Net.Http.Json;
using System.Threading.Channels;
using Dispatch.Protocol;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Environments;
using Dispatch.Server.Live;
using Dispatch.Server.Storage;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Server.Tests.Environments;

/// <summary>The program that is started here only writes down how it was called; the test then brings the runner to the socket itself.</summary>
public sealed class RunnerSupervisorTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly TestFolder _folder = new();
    private readonly Channel<string> _starts = Channel.CreateUnbounded<string>();
    private readonly string _program;
    private readonly FileSystemWatcher _watcher;

    public RunnerSupervisorTests()
    {
        var calls = Directory.CreateDirectory(Path.Combine(_folder.Data.Root, "calls")).FullName;
        _program = Path.Combine(_folder.Data.Root, "runner");
        File.WriteAllText(_program, $"""
            #!/bin/sh
            echo "started" ; echo "and complained" >&2
            (echo "$$ $(ps -o sid= -p $$)" ; echo "$@" ; env) > {calls}/$$.part
            mv {calls}/$$.part {calls}/$$.call
            exec sleep 20
            """);
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _watcher = new FileSystemWatcher(calls) { Filter = "*.call", EnableRaisingEvents = true };
        _watcher.Renamed += (_, call) => _starts.Writer.TryWrite(File.ReadAllText(call.FullPath));
    }

    public void Dispose()
    {
        _watcher.Dispose();
        foreach (var call in Directory.EnumerateFiles(Path.Combine(_folder.Data.Root, "calls"), "*.call"))
        {
            using var started = Process.GetProcessById(int.Parse(Path.GetFileNameWithoutExtension(call)));
            started.Kill();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task When_none_answers_one_is_started_on_its_own_and_at_once_again_when_it_dies()
    {
        // For all servers of this process: one that none of them reads.
        Environment.SetEnvironmentVariable("MISTRAL_API_KEY", "a provider's key");
        Environment.SetEnvironmentVariable("DISPATCH_TEST", "a setting of the server's");
        await using var server = await StartAsync();
        var call = (await NextStartAsync()).Split('\n');

        var ids = call[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal($"--data {_folder.Data.Root} --environment {server.Services.GetRequiredService<Foundation>().Environment} --detached", call[1]);
        Assert.DoesNotContain(call, line => line.Contains("a provider's key", StringComparison.Ordinal));
        Assert.DoesNotContain(call, line => line.StartsWith("DISPATCH_", StringComparison.Ordinal));
        Assert.Contains(call, line => line.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.True(File.Exists(_folder.Data.ServerPublicKeys));

        await using (await FakeRunner.StartAsync(_folder.Data))
        {
            await server.WaitForLinkAsync(RunnerState.Connected);
            using var ready = await server.Browser().GetAsync("/readyz");
            Assert.True(ready.IsSuccessStatusCode);
            var status = await server.Program().GetFromJsonAsync("/api/status", Wire.Default.ServerStatus);
            Assert.Equal(RunnerState.Connected, status!.RunnerLink.State);
            Assert.NotNull(status.Runner);
        }

        await NextStartAsync();
        await using var again = await FakeRunner.StartAsync(_folder.Data);
        await server.WaitForLinkAsync(RunnerState.Connected);
        Assert.Contains("and complained", await File.ReadAllTextAsync(_folder.Data.LogFile("runner")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_one_answers_already_none_is_started_and_stopping_leaves_it_alone()
    {
        await using var runner = await FakeRunner.StartAsync(_folder.Data);
        await using (var server = await StartAsync())
        {
            await server.WaitForLinkAsync(RunnerState.Connected);
        }

        Assert.False(_starts.Reader.TryRead(out _));
        await using var next = await StartAsync();
        await next.WaitForLinkAsync(RunnerState.Connected);
        Assert.False(_starts.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Who_asks_while_one_is_started_is_answered_once_it_is_there()
    {
        await using var server = await StartAsync();
        await NextStartAsync();
        var asked = server.Program().GetAsync("/api/workspaces/default/sessions/abc");

        await using var runner = await FakeRunner.StartAsync(_folder.Data);

        using var response = await asked;
        Assert.Equal("from the runner", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task One_that_beats_no_more_is_told_from_a_dead_one_and_another_is_started_in_its_place()
    {
        var time = new ManualTime();
        var hung = await FakeRunner.StartAsync(_folder.Data);
        await using var server = await RunningServer.StartAsync(_folder, options => options with { Runner = _program }, time);
        await server.WaitForLinkAsync(RunnerState.Connected);
        using (var watching = server.Services.GetRequiredService<LiveHub>().Subscribe())
        {
            foreach (var beat in (string[])["first", "second", "third"])
            {
                time.Advance(TimeSpan.FromSeconds(14));
                hung.Feed(new FeedBeat([new ProblemPart("disk", "disk.low", beat)]));
                while (await watching.Waiting.ReadAsync().AsTask().WaitAsync(Patience) is not StreamRunner { Troubles: [var trouble] } || trouble.Detail != beat)
                {
                }
            }
        }

        // As long as it beats it is followed on one connection.
        Assert.True(hung.Cursors.Reader.TryRead(out _));
        Assert.False(hung.Cursors.Reader.TryRead(out _));

        hung.Hangs = true;
        await server.WaitForLinksAsync(() => time.Advance(TimeSpan.FromSeconds(15)), RunnerState.Starting);
        Assert.StartsWith("The runner hangs (nothing came for 15 s)", server.Services.GetRequiredService<RunnerState>().Link.Reason, StringComparison.Ordinal);
        await NextStartAsync();
        await hung.DisposeAsync();
        await using var next = await FakeRunner.StartAsync(_folder.Data);
        var connected = server.WaitForLinkAsync(RunnerState.Connected);
        while (!connected.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.WhenAny(connected, Task.Delay(10));
        }

        await connected;
    }

    [Fact]
    public async Task One_that_will_not_live_is_said_with_its_code_and_its_log()
    {
        await File.WriteAllTextAsync(_program, "#!/bin/sh\nexit 3\n");
        await using var server = await StartAsync();

        await server.WaitForLinkAsync(RunnerState.Unreachable);

        var status = await server.Program().GetFromJsonAsync("/api/status", Wire.Default.ServerStatus);
        Assert.Contains("code 3", status!.RunnerLink.Reason, StringComparison.Ordinal);
        Assert.Contains("runner.log", status.RunnerLink.Reason, StringComparison.Ordinal);
        Assert.Null(status.Runner);
    }

    [Fact]
    public void The_pauses_grow_and_stay_bounded()
    {
        Assert.Equal(TimeSpan.Zero, Backoff.After(0));
        Assert.Equal(TimeSpan.Zero, Backoff.After(1));
        Assert.Equal([250, 500, 1000], Enumerable.Range(2, 3).Select(failures => Backoff.After(failures).TotalMilliseconds));
        Assert.Equal(Backoff.Longest, Backoff.After(1000));
    }

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync(_folder, options => options with { Runner = _program });

    private async Task<string> NextStartAsync() => await _starts.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
