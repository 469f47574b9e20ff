using System.Text.RegularExpressions;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Terminals.ShellIntegration;

/// <summary>A shell in a session of a runner, with a home folder of its own, that is typed to like a person does: after its prompt.</summary>
internal sealed partial class Shell : IAsyncDisposable
{
    private readonly RunnerFixture _runner;
    private AttachedTestClient _client = null!;
    private int _read;
    private int? _pid;

    private Shell(RunnerFixture runner) => _runner = runner;

    public string Home { get; } = Directory.CreateTempSubdirectory("dispatch-home-").FullName;

    public string SessionId { get; private set; } = "";

    /// <summary>What it printed up to its first prompt.</summary>
    public Printed Start { get; private set; } = new("");

    /// <summary>All that it has printed.</summary>
    public string Text => _client.Text;

    /// <param name="files">In the home folder, by name.</param>
    /// <param name="variables">Added to the environment; <c>$HOME</c> in them is the home folder.</param>
    /// <param name="integration">As asked when the session is made.</param>
    /// <param name="marks">Whether its prompt is going to be marked, and so can be waited for.</param>
    public static async Task<Shell> StartAsync(
        RunnerFixture runner, string command, (string Name, string Text)[]? files = null, (string Name, string Value)[]? variables = null,
        bool? integration = null, bool marks = true)
    {
        var shell = new Shell(runner);
        foreach (var (name, text) in files ?? [])
        {
            var file = Path.Combine(shell.Home, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        var environment = new Dictionary<string, string> { ["HOME"] = shell.Home, ["LANG"] = "C.UTF-8" };
        foreach (var (name, value) in variables ?? [])
        {
            environment[name] = value.Replace("$HOME", shell.Home, StringComparison.Ordinal);
        }

        var session = await runner.CreateAsync(
            new CreateSession { Command = command.Split(' '), Cwd = shell.Home, Cols = 200, Env = environment, ShellIntegration = integration });
        shell.SessionId = session.Id;
        shell._pid = session.Pid;
        shell._client = await runner.AttachAsync(session.Id);
        if (marks)
        {
            shell.Start = await shell.PromptAsync();
        }

        return shell;
    }

    /// <summary>Types a line and waits for the prompt after it: what was printed meanwhile.</summary>
    public Task<Printed> RunAsync(string line) => TypeAsync(line + "\r");

    /// <summary>Types keys after which there will be a new prompt.</summary>
    public async Task<Printed> TypeAsync(string keys)
    {
        await _client.TypeAsync(keys);
        return await PromptAsync();
    }

    /// <summary>Types a word and, once the shell shows it and waits for more, Ctrl-C: bash by itself gets lost when that comes earlier.</summary>
    public async Task<Printed> GiveUpAsync(string word)
    {
        await TypeAsync(word, word);
        while (!await SleepsAsync())
        {
            await Task.Delay(5);
        }

        return await TypeAsync("\u0003");
    }

    /// <summary>Types keys after which there may be no new prompt, and waits for a text.</summary>
    public async Task<Printed> TypeAsync(string keys, string until)
    {
        await _client.TypeAsync(keys);
        await _client.UntilAsync(() => _client.Text[_read..].Contains(until, StringComparison.Ordinal) ? until : null);
        var end = _client.Text.IndexOf(until, _read, StringComparison.Ordinal) + until.Length;
        var printed = new Printed(_client.Text[_read..end]);
        _read = end;
        return printed;
    }

    public Task UntilExitAsync() => _client.UntilAsync(EventTypes.SessionExited);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _runner.SendAsync(HttpMethod.Post, $"/api/workspaces/default/sessions/{SessionId}/end", """{"signal":"SIGKILL"}""");
        Directory.Delete(Home, recursive: true);
    }

    private async Task<Printed> PromptAsync()
    {
        var end = await _client.UntilAsync(() => PromptEnd().Match(_client.Text, _read) is { Success: true } match ? match : null);
        var printed = new Printed(_client.Text[_read..(end.Index + end.Length)]);
        _read = end.Index + end.Length;
        return printed;
    }

    private async Task<bool> SleepsAsync() => (await File.ReadAllTextAsync($"/proc/{_pid}/stat")).Split(") ")[1][0] == 'S';

    [GeneratedRegex(@"\e\]133;B(\e\\|\a)")]
    private static partial Regex PromptEnd();
}
