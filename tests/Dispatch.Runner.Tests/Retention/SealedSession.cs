using System.Text;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Retention;

/// <summary>A session whose oldest output was sealed, and what it printed as someone who was attached has seen it.</summary>
internal sealed record SealedSession(RunnerFixture Runner, string Id, string Printed)
{
    public const string Settings = """{"limits":{"hotOutputBytes":262144}}""";

    public string Folder => Path.Combine(Path.GetDirectoryName(Runner.Data.WorkspaceLog("default"))!, "segments", Id);

    public string[] Segments => Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder, "*.seg").Order(StringComparer.Ordinal)] : [];

    /// <summary>Prints numbered lines, resizes between them, and waits until there are so many segments: of 128 kB each, with these settings.</summary>
    public static async Task<SealedSession> MakeAsync(RunnerFixture runner, int sealedSegments = 8)
    {
        const int lines = 300_000;
        var session = await runner.ShellAsync($"read go; seq 1 {lines / 2}; read go; seq {(lines / 2) + 1} {lines}; echo the end");
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { Cols = 80, Rows = 24 });
        await client.TypeAsync("\r");
        await client.UntilTextAsync($"{lines / 2}\r\n");
        await client.SendAsync(new Resize(100, 30));
        await client.UntilAsync(EventTypes.TerminalResized);
        await client.TypeAsync("\r");
        await client.UntilAsync(EventTypes.SessionExited);
        var made = new SealedSession(runner, session.Id, client.Text);
        await UntilAsync(() => Task.FromResult(made.Segments.Length >= sealedSegments));
        return made;
    }

    /// <summary>All that the log has of its output, in one string.</summary>
    public async Task<string> RecordedAsync()
    {
        var text = new StringBuilder();
        foreach (var line in (await Runner.TextAsync(Id, "recording?limit=60000000")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1])
        {
            var happened = JsonDocument.Parse(line).RootElement;
            if (happened.GetProperty("type").GetString() == EventTypes.TerminalOutput)
            {
                text.Append(Encoding.UTF8.GetString(happened.GetProperty("data").GetBytesFromBase64()));
            }
        }

        return text.ToString();
    }

    public async Task<IReadOnlyList<LogFault>> FaultsAsync()
    {
        var (status, body) = await Runner.SendAsync(HttpMethod.Get, "/api/workspaces/default/log/verification");
        Assert.True(status == 200, body);
        return JsonSerializer.Deserialize(body, Wire.Default.LogReport)!.Faults;
    }

    public static async Task UntilAsync(Func<Task<bool>> happened)
    {
        var patience = RunnerFixture.Patience;
        while (!await happened())
        {
            await Task.Delay(20, patience);
        }
    }
}
