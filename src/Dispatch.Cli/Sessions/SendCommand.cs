using System.CommandLine;
using Dispatch.Cli.Commands;
using Dispatch.Cli.Connection;
using Dispatch.Cli.Native;
using Dispatch.Cli.Workspaces;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Sessions;

internal static class SendCommand
{
    /// <summary>Bytes of one piece: each is written or refused as a whole.</summary>
    private const int Piece = 32 * 1024;

    /// <summary>A program that reads has read by then, and a runner that was killed is back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static DispatchCommand Create()
    {
        var session = SessionArgument.Create();
        var text = new Argument<string>("text") { Description = @"What to type. \r is Enter; also \n, \t, \e, \xHH and \\." };
        return new DispatchCommand(
            "send",
            "Type into a session, once, and wait until the program has it. Exits with 1 when it was refused, or when nobody knows.",
            @"dispatch send build 'make test\r'",
            @"dispatch send build '\x03'      # Ctrl-C")
        {
            session, WorkspaceOption.Instance, text,
        }.Runs(async (parsed, cancellation) =>
        {
            var input = Escapes.InputText.Parse(parsed.GetRequiredValue(text));
            if (input.Length == 0)
            {
                return;
            }

            using var connection = await ServerConnection.OpenAsync(parsed, cancellation);
            var found = await SessionArgument.ResolveAsync(connection, parsed, parsed.GetRequiredValue(session), cancellation);
            if (SessionEnd.Of(found) is { } end)
            {
                throw new Failure($"The session {found.Id} has ended ({end.Describe()}). Start it again with: dispatch restart {found.Id}");
            }

            var delivery = new Delivery(found.Id, pieces: (input.Length + Piece - 1) / Piece);
            var stream = new SessionStream(connection, found.Id, SessionApi.Path(found), new AttachRequest { Tail = true }, delivery);
            var following = stream.RunAsync(cancellation);
            var delivering = DeliverAsync(stream, input, delivery, cancellation);
            try
            {
                if (await Task.WhenAny(following, delivering) == following)
                {
                    // A refusal to attach says so itself.
                    await following;
                    throw delivery.Unknown("the session ended");
                }

                await delivering;
            }
            finally
            {
                await stream.FinishAsync();
            }

            await following;
        });
    }

    private static async Task DeliverAsync(SessionStream stream, ReadOnlyMemory<byte> input, Delivery delivery, CancellationToken cancellation)
    {
        for (; !input.IsEmpty; input = input[Math.Min(input.Length, Piece)..])
        {
            if (!await stream.TypeAsync(input[..Math.Min(input.Length, Piece)], cancellation))
            {
                throw delivery.Unknown("the connection was lost");
            }
        }

        await delivery.DoneAsync(Patience, cancellation);
    }

    /// <summary>What becomes of what is typed.</summary>
    /// <param name="pieces">How many are typed. Their ids count from 1.</param>
    private sealed class Delivery(string session, int pieces) : SessionView
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _lost;

        public async Task DoneAsync(TimeSpan patience, CancellationToken cancellation)
        {
            try
            {
                await _done.Task.WaitAsync(patience, cancellation);
            }
            catch (TimeoutException)
            {
                if (_lost)
                {
                    throw Unknown("the server doesn't come back");
                }

                Streams.Error.WriteLine($"dispatch: the program in {session} doesn't read; what was typed waits for it");
            }
        }

        public Failure Unknown(string cause) => new(
            $"Nobody knows whether {session} has what was typed: {cause}. Look before you send it again: dispatch screen {session}");

        public override void OnWritten(uint id)
        {
            if (id < pieces)
            {
                return;
            }

            _done.TrySetResult();
        }

        public override void OnFault(Fault fault) => _done.TrySetException(new Failure(fault.Message));

        public override void OnUnknownInput(int bytes) => _done.TrySetException(Unknown("the runner that took it is gone"));

        public override void OnAttached(SessionInfo session) => _lost = false;

        public override void OnLost(CancellationToken cancellation)
        {
            _lost = true;
            base.OnLost(cancellation);
        }
    }
}
