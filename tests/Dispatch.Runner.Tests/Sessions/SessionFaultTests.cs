using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Terminals;
using Dispatch.Runner.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dispatch.Runner.Tests.Sessions;

/// <summary>A kind that fails at what its process prints, in a runner that lives in this process.</summary>
public class SessionFaultTests
{
    private const string Kind = "brittle";

    [Fact]
    public async Task A_session_whose_output_cant_be_taken_in_stops_alone_is_told_of_and_loses_nothing()
    {
        await using var fixture = await RunnerFixture.StartAsync();
        await fixture.StopRunnerAsync();
        string brittle;
        await using (var runner = await StartAsync(fixture, static () => new BrittleDriver()))
        {
            var healthy = await fixture.ShellAsync("while read line; do echo \"got $line\"; done");
            brittle = (await fixture.CreateAsync(new CreateSession { Kind = Kind, Command = ["/bin/sh", "-c", "read go; echo now it breaks; read go; echo and goes on"] })).Id;
            await using var client = await fixture.AttachAsync(brittle);
            await client.TypeAsync("\r");

            Assert.False((await client.UntilAsync<Fault>(fault => fault.Code == "session.stopped")).Fatal);
            await using var late = await fixture.AttachAsync(brittle);
            Assert.False((await late.UntilAsync<Fault>(fault => fault.Code == "session.stopped")).Fatal);
            await using var other = await fixture.AttachAsync(healthy.Id);
            await other.TypeAsync("this\r");
            await other.UntilTextAsync("got this");

            Assert.DoesNotContain("breaks", client.Text, StringComparison.Ordinal);
            Assert.Contains("dispatch_runner_session_stopped 1", (await fixture.SendAsync(HttpMethod.Get, "/runner/metrics")).Body, StringComparison.Ordinal);
            Assert.Equal(SessionState.Running, (await fixture.GetAsync(brittle)).State);
        }

        await using var mended = await StartAsync(fixture, static () => new TerminalDriver());
        await using var again = await fixture.AttachAsync(brittle);
        await again.UntilTextAsync("now it breaks\r\n");
        await again.TypeAsync("\r");
        await again.UntilTextAsync("and goes on\r\n");
        Assert.Equal(again.Text.IndexOf("breaks", StringComparison.Ordinal), again.Text.LastIndexOf("breaks", StringComparison.Ordinal));
    }

    private static async Task<InProcessRunner> StartAsync(RunnerFixture fixture, Func<ISessionDriver> driver)
    {
        var options = new RunnerOptions(fixture.Data, RunnerFixture.EnvironmentId, new Limits(), new Dictionary<string, IReadOnlyList<string>>());
        var kinds = new SessionKinds(new Dictionary<string, Func<ISessionDriver>> { [TerminalDriver.Kind] = static () => new TerminalDriver(), [Kind] = driver });
        File.Delete(fixture.Data.RunnerSocket);
        var app = RunnerHost.Build(options, silent: true, services => services.AddSingleton(kinds));
        _ = app.Services.GetRequiredService<WorkspaceRegistry>();
        await app.Services.GetRequiredService<KeeperConnection>().StartAsync(RunnerFixture.Patience);
        await app.StartAsync();
        return new InProcessRunner(app);
    }

    private sealed class InProcessRunner(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var now = new CancellationTokenSource(TimeSpan.Zero);
            await app.StopAsync(now.Token);
            await app.Services.GetRequiredService<KeeperConnection>().CloseAsync();
            await app.DisposeAsync();
        }
    }

    private sealed class BrittleDriver : ISessionDriver
    {
        private readonly TerminalDriver _terminal = new();

        public bool Pty => true;

        public IReadOnlyList<string> Command(SessionInfo session) => session.Command;

        public void Follow()
        {
        }

        public void Started(SessionInfo session, ProcessInput input)
        {
        }

        public void Ended()
        {
        }

        public void Output(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake)
        {
            if (bytes.IndexOf("breaks"u8) >= 0)
            {
                throw new InvalidOperationException("This is what it breaks at.");
            }

            _terminal.Output(stream, offset, bytes, intake);
        }

        public void Run(Command command, string principal, ProcessInput input, Action<CommandResult> answer) => answer(SessionKinds.Refuse(command));

        public void Stop(ProcessInput input) => _terminal.Stop(input);
    }
}
