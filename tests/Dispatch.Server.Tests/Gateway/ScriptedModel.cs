using System.Diagnostics;
using System.Text.Json;

namespace Dispatch.Server.Tests.Gateway;

/// <summary>The scripted model server, in a process of its own.</summary>
internal sealed class ScriptedModel : IDisposable
{
    public const string Key = "sk-scripted-0123456789";
    private readonly Process _process;

    private ScriptedModel(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<ScriptedModel> StartAsync()
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "scripted-model", "server.mjs"), "--key", Key, "--until-stdin-ends"])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync();
        return new ScriptedModel(process, new Uri(JsonDocument.Parse(line!).RootElement.GetProperty("url").GetString()!));
    }

    /// <summary>What it was asked so far, with all headers, as JSON.</summary>
    public async Task<JsonElement> RequestsAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        return JsonDocument.Parse(await http.GetStringAsync("/scripted/requests")).RootElement;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
