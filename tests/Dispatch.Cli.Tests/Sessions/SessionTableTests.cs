using Dispatch.Cli.Sessions;
using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Sessions;
using Spectre.Console;

namespace Dispatch.Cli.Tests.Sessions;

public sealed class SessionTableTests
{
    [Fact]
    public void A_session_is_a_line_with_its_state_in_words()
    {
        var lines = Show(200, Sample.Session(), Sample.Session("zzzzzzzzzz", "tests") with { State = SessionState.Exited, ExitCode = 3 });
        Assert.Equal(["ID", "NAME", "STATE", "AGE", "COMMAND", "FOLDER"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("^7k2m4p9xaz +bash +running +3h +/bin/bash -l +/srv/project *$", lines[1]);
        Assert.Matches("^zzzzzzzzzz +tests +exited 3 +3h ", lines[2]);
    }

    [Fact]
    public void A_narrow_terminal_has_one_line_for_each_with_its_id_whole()
    {
        var lines = Show(60, Sample.Session(name: new string('n', 100)), Sample.Session("zzzzzzzzzz"));
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.True(line.Length <= 60, line));
        Assert.StartsWith("7k2m4p9xaz", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_characters_are_cut_by_their_width() =>
        Assert.All(Show(60, Sample.Session(name: new string('漢', 60))), line => Assert.True(line.Length + line.Count(character => character == '漢') <= 60, line));

    [Theory]
    [InlineData("\e]0;owned\a")]
    [InlineData("a\nb\rc")]
    [InlineData("\u009b2J")]
    [InlineData("abc\u202Egnp.exe")]
    [InlineData("[red]markup[/] [bold")]
    public void A_hostile_name_does_nothing(string name)
    {
        var text = string.Join("\n", Show(200, Sample.Session(name: name)));
        Assert.Equal(2, text.Split('\n').Length);
        Assert.DoesNotContain(text, character => (char.IsControl(character) && character != '\n') || character == '\u202E');
    }

    private static string[] Show(int width, params SessionInfo[] sessions)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(SessionTable.Build(sessions, Sample.Now, width));
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
