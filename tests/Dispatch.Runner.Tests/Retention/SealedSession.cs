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

    /// <summary>Prints numbered lines, resizes between them, and waits until no more is sealed.</summary>
    public static async Task<SealedSession> MakeAsync(RunnerFixture runner, int lines = 300_000)
    {
        var session = await runner.ShellAsync($"read go; seq 1 {lines / 2}; read go; seq {(lines / 2) + 1} {lines}; echo the end");
        await using var client = await runner.AttachAsync(session.Id, new AttachRequest { Cols = 80, Rows = 24 });
        await client.TypeAsync("\r");
        await client.UntilTextAsync($"{lines / 2}\r\n");
        await client.SendAsync(new Resize(100, 30));
        await client.UntilAsync(EventTypes.TerminalResized);
        await client.TypeAsync("\r");
        await client.UntilAsync(EventTypes.SessionExited);
        var made = new SealedSession(runner, session.Id, client.Text);
        await made.UntilSealedAsync();
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

    // A segment holds 128 kB here: the last one is written when no more than 256 kB are left, with what events cost.
    private async Task UntilSealedAsync()
    {
        var patience = RunnerFixture.Patience;
        while (Segments.Length < ((Printed.Length - 262_144) / (131_072 + 65_536)))
        {
            await Task.Delay(20, patience);
        }
    }
}
