using System.Text;
using Dispatch.Logging;
using Dispatch.Protocol.Logs;
using Dispatch.Server.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Dispatch.Server.Tests.Logs;

public sealed class LogOutputTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private LogFiles Files => _folder.Data.LogFiles("server");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_waits_is_written_at_the_end()
    {
        await using (var output = Open(null))
        {
            for (var count = 0; count < 1000; count++)
            {
                output.Write(Entry($"line {count}"));
            }
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(count => $"line {count}"), Logged.Lines(Files).Select(line => line.Message));
    }

    [Fact]
    public async Task Whoever_logs_waits_for_nobody_and_what_was_lost_is_counted()
    {
        using var console = new StuckConsole();
        const int Count = 20_000;
        await using (var output = Open(console))
        {
            output.Write(Entry("the first"));
            await console.Stuck;
            for (var count = 0; count < Count; count++)
            {
                output.Write(Entry("more"));
            }

            console.Release();
            await Logged.WaitForAsync(Files, line => line.Fields?.ContainsKey("count") == true);
        }

        var lines = Logged.Lines(Files);
        var lost = lines.Where(line => line.Fields is not null).Sum(line => line.Fields!["count"].GetInt64());
        Assert.InRange(lost, 1, Count);
        Assert.Equal(Count, lost + lines.Count(line => line.Message == "more"));
    }

    [Fact]
    public async Task Last_words_are_in_the_file_before_the_process_is_gone()
    {
        await using var output = Open(null);
        output.Write(Entry("before"));
        output.WriteNow(Entry("the last"));
        Assert.Equal(["before", "the last"], Logged.Lines(Files).Select(line => line.Message));
    }

    [Fact]
    public async Task A_line_holds_whatever_text_there_is()
    {
        const string Text = "two\nlines, \u001b[31m \"quoted\" \ud800 ünï";
        await using (var output = Open(null))
        {
            output.Write(Entry(Text) with { Error = new string('e', 100_000), TraceId = "4bf92f3577b34da6a3ce929d0e0e4736" });
        }

        var line = Assert.Single(Logged.Lines(Files));
        Assert.Equal(Text.Replace("\ud800", "\ufffd", StringComparison.Ordinal), line.Message);
        Assert.InRange(line.Error!.Length, 1000, 40_000);
        Assert.Equal(("server", "Area", "warning", "4bf92f3577b34da6a3ce929d0e0e4736"), (line.Part, line.Area, line.Level, line.TraceId));
    }

    [Fact]
    public async Task A_number_that_is_none_is_a_word_and_the_lines_after_it_are_written()
    {
        await using (var output = Open(null))
        {
            output.Write(Entry("first") with { Fields = [new("Ratio", double.NaN)] });
            output.Write(Entry("second"));
        }

        var lines = Logged.Lines(Files);
        Assert.Equal(["first", "second"], lines.Select(line => line.Message));
        Assert.Equal("NaN", lines[0].Fields!["ratio"].GetString());
    }

    [Fact]
    public async Task What_can_not_be_written_takes_no_other_line_with_it_and_is_counted()
    {
        await using (var output = Open(null))
        {
            output.Write(Entry("first"));
            output.Write(Entry("second") with { Fields = [new("Odd", new Unwritable())] });
            output.Write(Entry("third"));
            output.Write(Entry("fourth") with { Fields = [new("Odd", 1.5f)] });
        }

        var lines = Logged.Lines(Files);
        Assert.Equal(["first", "third", "fourth"], lines.Select(line => line.Message).Where(message => !message.Contains("lost", StringComparison.Ordinal)));
        Assert.StartsWith("1 lines before this one were lost", Assert.Single(lines, line => line.Message.Contains("lost", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void People_read_one_line_and_nothing_in_it_reaches_their_terminal()
    {
        var text = new StringBuilder();
        LogText.Write(text, DateTimeOffset.UnixEpoch, "warning", "runner", "Sessions", "said \u001b[2J\u202e\nmore", "4bf9", "Boom\n   at here");
        Assert.Equal("1970-01-01 00:00:00.000Z warning     runner Sessions: said �[2J��more (trace 4bf9)\n    Boom\n       at here", text.ToString());
    }

    private LogOutput Open(TextWriter? console) => new("server", new LogFile(Files), console, TimeProvider.System);

    private static LogEntry Entry(string message) => new(DateTimeOffset.UnixEpoch, LogLevel.Warning, "Area", "Source", 1, message, null, [], null);

    private sealed class StuckConsole : StringWriter
    {
        private readonly TaskCompletionSource _stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _released = new();

        public Task Stuck => _stuck.Task;

        public void Release() => _released.Set();

        public override void WriteLine(StringBuilder? value)
        {
            _stuck.TrySetResult();
            _released.Wait();
        }

        protected override void Dispose(bool disposing)
        {
            _released.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class Unwritable
    {
        public override string ToString() => throw new InvalidOperationException("It has no text.");
    }
}
