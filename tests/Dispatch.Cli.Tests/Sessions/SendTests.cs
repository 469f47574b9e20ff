using Dispatch.Cli.Tests.Support;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Tests.Sessions;

/// <summary>What is sent reaches the program once, or it is told that it didn't, or that nobody knows.</summary>
public sealed class SendTests : IAsyncLifetime
{
    private FakeServer _server = null!;

    public async Task InitializeAsync() => _server = await FakeServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_was_written_is_done()
    {
        var typed = "";
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            typed = await attachment.InputAsync("\r");
            await attachment.SendAsync(new Written(1));
            await attachment.UntilClosedAsync();
        });
        var told = await _server.RunAsync("send", "bash", @"ls\r");

        Assert.Equal((0, "", "ls\r"), (told.ExitCode, told.Error, typed));
    }

    [Fact]
    public async Task What_is_longer_than_a_piece_is_done_when_its_last_piece_is_written()
    {
        var text = new string('x', 70_000);
        var typed = "";
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            for (uint id = 1; typed.Length < text.Length; id++)
            {
                typed += await attachment.NextAsync() as string;
                await attachment.SendAsync(new Written(id));
            }

            await attachment.UntilClosedAsync();
        });

        Assert.Equal(0, (await _server.RunAsync("send", "bash", text)).ExitCode);
        Assert.Equal(text, typed);
    }

    [Fact]
    public async Task What_the_program_does_not_take_is_refused()
    {
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.InputAsync("\r");
            await attachment.SendAsync(new Fault("input.refused", "The program doesn't read its input.", false));
            await attachment.SendAsync(new Written(1));
            await attachment.UntilClosedAsync();
        });
        var told = await _server.RunAsync("send", "bash", @"ls\r");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("The program doesn't read its input.", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_runner_has_when_a_connection_breaks_is_not_sent_again()
    {
        object? again = "not looked at";
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.InputAsync("\r");
            attachment.Cut();
        });
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(received: 1);
            await attachment.SendAsync(new Written(1));
            again = await attachment.NextAsync();
        });

        Assert.Equal(0, (await _server.RunAsync("send", "bash", @"ls\r")).ExitCode);
        Assert.Null(again);
    }

    [Fact]
    public async Task Of_what_went_with_its_runner_it_is_said_that_nobody_knows()
    {
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync();
            await attachment.InputAsync("\r");
            attachment.Cut();
        });
        _server.Attachments.Enqueue(async attachment =>
        {
            await attachment.AttachedAsync(received: null);
            await attachment.UntilClosedAsync();
        });
        var told = await _server.RunAsync("send", "bash", @"ls\r");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("Nobody knows whether 7k2m4p9xaz has what was typed", told.Error, StringComparison.Ordinal);
        Assert.Contains("dispatch screen 7k2m4p9xaz", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_session_that_has_ended()
    {
        _server.Sessions[0] = Sample.Session() with { State = SessionState.Exited, ExitCode = 3, Pid = null };
        var told = await _server.RunAsync("send", "bash", @"ls\r");

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("has ended (exited 3). Start it again with: dispatch restart", told.Error, StringComparison.Ordinal);
    }
}
