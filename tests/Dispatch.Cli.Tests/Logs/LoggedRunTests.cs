using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol;
using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Server;

namespace Dispatch.Cli.Tests.Logs;

/// <summary>The real programs, logging all they can.</summary>
public sealed partial class LoggedRunTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => RunAsync("stop", "--all", "--yes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task However_much_is_logged_no_secret_and_nothing_typed_is_in_it()
    {
        const string Typed = "typed-8d1f4b";
        const string Variable = "variable-51ce07";
        var started = (await OkAsync("start", "--port", "0")).Output;
        var url = new Uri(Regex.Match(started, @"http://\S+").Value);
        var token = Regex.Match(started, @"sign-in#(\S+)").Groups[1].Value;
        var areas = (await OkAsync("logs", "level")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(' ')[0]).Distinct().ToList();
        Assert.Contains("Sessions", areas);
        using (var http = new HttpClient { BaseAddress = url })
        {
            http.DefaultRequestHeaders.Add("Authorization", "Bearer " + (await File.ReadAllTextAsync(_folder.Data.AccessKeyFile)).Trim());
            foreach (var area in areas)
            {
                using var response = await http.PutAsJsonAsync($"/api/logs/levels/{area}", new SetLogLevel("trace"), Wire.Default.SetLogLevel);
                Assert.True(response.IsSuccessStatusCode, area);
            }
        }

        var cookie = await SignInAsync(url, token);
        var id = (await DispatchProgram.ShellAsync(_folder.Path, $"SECRET={Variable} exec \"$DISPATCH\" new --name shell -- /bin/sh")).Output.Trim();
        await OkAsync("send", id, $@"echo {Typed}\r");
        await DispatchProgram.ShellAsync(_folder.Path, $"(sleep 1; echo {Typed}; sleep 1) | script -qec '$DISPATCH attach {id}' /dev/null >&2 || true");
        await OkAsync("output", id);
        await OkAsync("rename", id, "another");
        await OkAsync("open");
        await RunAsync("screen", "nothing");
        await OkAsync("kill", id);
        var shown = (await OkAsync("logs", "--since", "1h", "--level", "debug")).Output;
        await OkAsync("stop", "--all", "--yes");

        var logged = string.Concat(Directory.GetFiles(_folder.Data.Logs).Select(File.ReadAllText));
        Assert.Contains("/attach", logged, StringComparison.Ordinal);
        Assert.Contains(" runner Requests: ", shown, StringComparison.Ordinal);
        Assert.Contains(" server Requests: ", shown, StringComparison.Ordinal);
        Assert.All(
            (string[])[(await File.ReadAllTextAsync(_folder.Data.AccessKeyFile)).Trim(), token, cookie, Typed, Variable],
            secret => Assert.DoesNotContain(secret, logged, StringComparison.Ordinal));
        Assert.DoesNotMatch(Jwt(), logged);
        Assert.DoesNotContain("sign-in#", logged, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(_folder.Data.Logs),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task One_id_finds_what_a_request_caused_in_server_and_runner()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var url = new Uri(Regex.Match((await OkAsync("start", "--port", "0")).Output, @"http://\S+").Value);
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer " + (await File.ReadAllTextAsync(_folder.Data.AccessKeyFile)).Trim());
        http.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var response = await http.GetAsync("/api/workspaces/default/sessions/nothing");
        Assert.Equal(Trace, (await response.Content.ReadFromJsonAsync(Wire.Default.Problem))!.TraceId);
        await OkAsync("stop", "--all", "--yes");

        var lines = (await OkAsync("logs", "--trace", Trace)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(lines, line => line.Contains(" server Requests: GET ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(" runner Requests: GET ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_level_is_shown_changed_and_taken_back()
    {
        await OkAsync("start", "--port", "0");
        Assert.Equal("AREA      PART    LEVEL\nSessions  runner  debug  (by default information)\n", await LevelAsync("sessions", "debug"));
        await OkAsync("stop", "--all", "--yes");
        await OkAsync("start", "--port", "0");
        Assert.Contains("Sessions      runner  debug", await LevelAsync(), StringComparison.Ordinal);
        Assert.Equal("AREA      PART    LEVEL\nSessions  runner  information\n", await LevelAsync("Sessions", "default"));

        var wrong = await RunAsync("logs", "level", "Nonsense", "debug");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Sessions", wrong.OneError, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("logs", "level", "Sessions")).ExitCode);

        async Task<string> LevelAsync(params string[] arguments) =>
            string.Join('\n', (await OkAsync(["logs", "level", .. arguments])).Output.Split('\n').Select(line => line.TrimEnd()));
    }

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]+\.eyJ")]
    private static partial Regex Jwt();

    private static async Task<string> SignInAsync(Uri url, string token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Origin", url.GetLeftPart(UriPartial.Authority));
        using var response = await http.PostAsJsonAsync("/api/sign-in/link", new SignInWithLink(token), Wire.Default.SignInWithLink);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=')[1];
    }

    private async Task<CliResult> OkAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"dispatch {string.Join(' ', arguments)}: {result.Error}");
        return result;
    }

    private Task<CliResult> RunAsync(params string[] arguments) => DispatchProgram.RunAsync(_folder.Path, arguments);
}
