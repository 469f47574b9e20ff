using Dispatch.Cli.Tests.Support;

namespace Dispatch.Cli.Tests.Models;

/// <summary>Against real programs: keys to models, limits, and what was used.</summary>
public sealed class ModelsCommandTests : IAsyncLifetime, IDisposable
{
    private const string Key = "sk-ant-hush-4711";
    private readonly TestFolder _data = new();

    public async Task InitializeAsync() => Assert.Equal(0, (await DispatchProgram.RunAsync(_data.Path, "start", "--port", "0")).ExitCode);

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_key_is_set_from_standard_input_and_is_in_no_file_and_no_answer()
    {
        Assert.Contains("none; dispatch models key anthropic", (await RunAsync("models")).Output, StringComparison.Ordinal);
        Assert.Equal(new CliResult(0, "", ""), await KeyAsync("anthropic --base-url https://models.example", Key));
        var listed = (await RunAsync("models")).Output;
        Assert.Matches("anthropic +set +https://models.example", listed);
        Assert.Matches("openai +none", listed);
        Assert.Equal(0, (await KeyAsync("anthropic", Key)).ExitCode);
        Assert.Matches("anthropic +set +https://models.example", (await RunAsync("models")).Output);
        Assert.Equal(0, (await KeyAsync("anthropic --base-url ''", Key)).ExitCode);
        Assert.Matches("anthropic +set +https://api.anthropic.com", (await RunAsync("models")).Output);
        Assert.DoesNotContain("4711", (await RunAsync("models", "--json")).Output, StringComparison.Ordinal);

        Assert.Contains("can be no key", (await KeyAsync("openai", "two words")).OneError, StringComparison.Ordinal);
        Assert.Contains("The address must be", (await KeyAsync("openai --base-url ftp://x", "sk-1")).OneError, StringComparison.Ordinal);
        Assert.Contains("There is no provider 'mistral'", (await KeyAsync("mistral", "sk-1")).OneError, StringComparison.Ordinal);

        await RunAsync("stop", "--all", "--yes");
        foreach (var file in Directory.EnumerateFiles(_data.Path, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(Key, System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }

        await RunAsync("start", "--port", "0");
        Assert.Equal(0, (await RunAsync("models", "rm", "anthropic")).ExitCode);
        Assert.Contains("No key for Anthropic is set here", (await RunAsync("models", "rm", "anthropic")).OneError, StringComparison.Ordinal);
        Assert.Matches("anthropic +none", (await RunAsync("models")).Output);
    }

    [Fact]
    public async Task Limits_are_changed_one_by_one_and_nothing_used_is_said()
    {
        Assert.Matches("a day +none +none", (await RunAsync("models", "limit")).Output);
        Assert.Matches(@"a day +\$20.50 +none", (await RunAsync("models", "limit", "--day-cost", "20.5")).Output);
        var both = (await RunAsync("models", "limit", "--session-tokens", "1000000")).Output;
        Assert.Matches(@"a day +\$20.50 +none", both);
        Assert.Matches("a session +none +1,000,000", both);
        Assert.Matches("a day +none +none", (await RunAsync("models", "limit", "--day-cost", "none")).Output);
        Assert.StartsWith("Nothing was used from ", (await RunAsync("usage")).OneError, StringComparison.Ordinal);
        Assert.Contains("\"requests\": 0", (await RunAsync("usage", "--by", "session", "model", "--json")).Output, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_data.Path, arguments);

    private Task<CliResult> KeyAsync(string arguments, string key) => DispatchProgram.ShellAsync(_data.Path, $"printf '%s\\n' '{key}' | $DISPATCH models key {arguments}");
}
