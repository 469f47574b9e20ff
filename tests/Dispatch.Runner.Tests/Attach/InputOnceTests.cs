using System.Text;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Runner.Tests.Attach;

/// <summary>Input of a client that has an id of its own is applied once, whatever it sends again after a lost connection.</summary>
public class InputOnceTests(SharedRunner shared) : IClassFixture<SharedRunner>
{
    private const string Own = "client-of-a-test";

    [Fact]
    public async Task What_is_sent_again_over_a_new_connection_is_written_once()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", "stty raw -echo; echo ready; cat"] });
        await using (var first = await ConnectAsync(runner, session))
        {
            await first.UntilTextAsync("ready");
            Assert.Null(Attached(first).Received);
            await SendAsync(first, 1, "a");
            await SendAsync(first, 2, "b");
            await first.UntilAsync<Written>(written => written.Id == 2);
            first.Cut();
        }

        await using var second = await ConnectAsync(runner, session);
        Assert.Equal(2u, Attached(second).Received);
        await second.UntilAsync<Written>(written => written.Id == 2);
        await SendAsync(second, 1, "a");
        await SendAsync(second, 2, "b");
        await SendAsync(second, 3, "c");
        await second.UntilAsync<Written>(written => written.Id == 3);
        await second.UntilTextAsync("abc");
        await SendAsync(second, 4, ".");
        await second.UntilTextAsync("abc.");
    }

    [Fact]
    public async Task A_flood_of_cuts_in_the_middle_of_typing_loses_no_byte_and_doubles_none()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/sh", "-c", "stty raw -echo; echo ready; cat"] });
        var random = new Random(7);
        var typed = Enumerable.Range(1, 600).Select(number => $"{number},").ToArray();
        var next = 1;
        for (var connection = 0; next <= typed.Length; connection++)
        {
            await using var client = await ConnectAsync(runner, session);
            if (connection == 0)
            {
                await client.UntilTextAsync("ready");
            }

            // As a client does it: what the runner doesn't have is sent again, in its order.
            next = (int)(Attached(client).Received ?? 0) + 1;
            for (var count = random.Next(1, 60); count > 0 && next <= typed.Length; count--, next++)
            {
                await SendAsync(client, (uint)next, typed[next - 1]);
            }

            if (next <= typed.Length)
            {
                client.Cut();
                next = 1;
            }
            else
            {
                await client.UntilAsync<Written>(written => written.Id == typed.Length);
            }
        }

        await using var reader = await runner.AttachAsync(session.Id);
        await reader.UntilTextAsync(typed[^1]);
        Assert.Equal(string.Concat(typed), reader.Text[(reader.Text.IndexOf("ready", StringComparison.Ordinal) + 5)..].Trim());
    }

    [Fact]
    public async Task A_new_runner_says_that_it_knows_nothing_of_what_was_typed()
    {
        await using var runner = await RunnerFixture.StartAsync();
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using (var client = await ConnectAsync(runner, session))
        {
            await SendAsync(client, 1, "x");
            await client.UntilAsync<Written>();
        }

        await runner.KillRunnerAsync();
        await runner.StartRunnerAsync();
        await using var again = await ConnectAsync(runner, session);
        Assert.Null(Attached(again).Received);
    }

    [Fact]
    public async Task A_connection_that_only_reads_is_no_typist_and_leaves_no_trace()
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var reader = await AttachedTestClient.ConnectAsync(
            runner, session.Id, new AttachRequest { Client = Own, ReadOnly = true }, runner.Token());
        Assert.Null(Attached(reader).Received);
        await using var client = await ConnectAsync(runner, session);
        Assert.Null(Attached(client).Received);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("an-id-that-goes-on-for-much-longer-than-sixty-four-characters-may-be")]
    public async Task An_id_of_a_wrong_length_is_refused_in_words(string own)
    {
        var runner = shared.Runner;
        var session = await runner.CreateAsync(new CreateSession { Command = ["/bin/cat"] });
        await using var client = await AttachedTestClient.ConnectAsync(runner, session.Id, null, runner.Token());
        await client.SendAsync(new AttachRequest { Client = own });
        Assert.Equal("attach.bad-client", (await client.UntilAsync<Fault>()).Code);
    }

    private static Task<AttachedTestClient> ConnectAsync(RunnerFixture runner, SessionInfo session) =>
        runner.AttachAsync(session.Id, new AttachRequest { Client = Own });

    private static Attached Attached(AttachedTestClient client) => client.Messages.OfType<Attached>().Single();

    private static Task SendAsync(AttachedTestClient client, uint id, string text)
    {
        var frame = new byte[InputFrame.HeaderSize + Encoding.UTF8.GetByteCount(text)];
        InputFrame.WriteHeader(frame, id);
        Encoding.UTF8.GetBytes(text, frame.AsSpan(InputFrame.HeaderSize));
        return client.SendRawAsync(frame, System.Net.WebSockets.WebSocketMessageType.Binary);
    }
}
