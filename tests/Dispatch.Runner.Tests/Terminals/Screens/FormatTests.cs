using System.Buffers;
using System.Text;
using System.Text.Json;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Tests.Terminals.Screens;

public class FormatTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Rich =
        @"seq 1 30; printf '\033[1;31mred & <bold>\033[m \033[4:3mcurly\033[m \344\270\226\347\225\214 e\314\201 \033]8;;https://example.org/\007link\033]8;;\007\033]2;of a program\007'; read stay";

    [Theory]
    [InlineData("text", "text/plain; charset=utf-8", "red & <bold> curly 世界 e\u0301 link\n")]
    [InlineData("json", "application/json", "\"link\":\"https://example.org/\"")]
    [InlineData("html", "text/html; charset=utf-8", "red &amp; &lt;bold&gt;</span>")]
    [InlineData("svg", "image/svg+xml", ">red &amp; &lt;bold&gt;</text>")]
    [InlineData("ansi", "application/octet-stream", "\e[0;1;31mred & <bold>")]
    public async Task The_screen_comes_in_the_format_that_was_asked_for(string format, string type, string part)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync(Rich);
        await using (var client = await runner.AttachAsync(session.Id))
        {
            await client.UntilTextAsync("of a program\a");
        }

        using var answer = await runner.AskAsync(session.Id, $"screen?format={format}&scrollback=5");

        Assert.Equal((200, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        Assert.Equal(("80", "24"), (Header("Dispatch-Cols"), Header("Dispatch-Rows")));
        var shown = await answer.Content.ReadAsStringAsync();
        Assert.Contains(part, shown, StringComparison.Ordinal);
        Assert.Equal(await WrittenAsync(runner, session, format, long.Parse(Header("Dispatch-Seq"))), shown);

        string Header(string name) => answer.Headers.GetValues(name).Single();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("svg")]
    public async Task A_screen_that_is_as_it_was_isnt_sent_again(string format)
    {
        var runner = shared.Runner;
        var session = await runner.ShellAsync("printf 'first '; read line; printf second; read stay");
        await using var client = await runner.AttachAsync(session.Id);
        await client.UntilTextAsync("first ");
        using var first = await runner.AskAsync(session.Id, $"screen?format={format}");
        var tag = first.Headers.ETag!.Tag;

        using var again = await AskAsync(tag);
        Assert.Equal((304, "", tag), ((int)again.StatusCode, await again.Content.ReadAsStringAsync(), again.Headers.ETag?.Tag));
        Assert.Equal(first.Headers.GetValues("Dispatch-Rows"), again.Headers.GetValues("Dispatch-Rows"));

        await client.TypeAsync("\r");
        await client.UntilTextAsync("second");
        using var changed = await AskAsync(tag);
        Assert.Equal(200, (int)changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag!.Tag);
        Assert.Contains("second", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        // Another form of the same screen is another thing.
        using var other = await AskAsync(changed.Headers.ETag.Tag, "&scrollback=3");
        Assert.Equal(200, (int)other.StatusCode);

        async Task<HttpResponseMessage> AskAsync(string known, string more = "") =>
            await runner.AskAsync(session.Id, $"screen?format={format}{more}", known);
    }

    /// <summary>What the terminal itself makes of the session's recording.</summary>
    private static async Task<string> WrittenAsync(RunnerFixture runner, SessionInfo session, string format, long through)
    {
        var terminal = new Emulator(new EmulatorOptions());
        foreach (var line in (await runner.TextAsync(session.Id, $"recording?through={through}")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1])
        {
            var happened = JsonDocument.Parse(line).RootElement;
            if (happened.GetProperty("type").GetString() == EventTypes.TerminalOutput)
            {
                terminal.Write(happened.GetProperty("data").GetBytesFromBase64());
            }
        }

        Action<Emulator, RenderOptions, IBufferWriter<byte>> write = format switch
        {
            "json" => ScreenJson.Write,
            "html" => ScreenHtml.Write,
            "svg" => ScreenSvg.Write,
            "ansi" => ScreenVt.Write,
            _ => ScreenText.Write,
        };
        var into = new ArrayBufferWriter<byte>();
        write(terminal, new RenderOptions { Scrollback = 5, Title = session.Name }, into);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }
}
