using Dispatch.Protocol.Attach;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Attach;

/// <summary>What a client may say once attached. A fault that isn't fatal is told to the client, and the connection goes on.</summary>
internal sealed class ClientCommands(Session session, SessionClient client, string principal, Window window)
{
    public Fault? Input(ReadOnlySpan<byte> frame)
    {
        if (!InputFrame.TryRead(frame, out var id, out var bytes))
        {
            return new Fault("frame.malformed", "A binary frame starts with type 1 and an id (see docs/protocol.md).", true);
        }

        if (client.ReadOnly)
        {
            return Tell(ReadOnly());
        }

        return session.Typing.Type(client, id, bytes) is { } refusal ? Tell(new Fault(refusal.Code, refusal.Message, false)) : null;
    }

    public Fault? Run(ClientMessage? message)
    {
        switch (message)
        {
            case Ack ack:
                window.Acknowledged(ack.Seq);
                client.Signal.Set();
                return null;
            case Ping ping:
                return Answer(new Pong(ping.Id));
            case Resize resize:
                return Resize(resize);
            case Look look:
                session.Looks(client, look.On);
                return null;
            case Command when client.ReadOnly:
                return Tell(ReadOnly());
            case Command command:
                if (session.Input is { } input)
                {
                    Run(command, input);
                    return null;
                }

                var refusal = SessionRules.NotRunning(session.Info);
                return Answer(new CommandResult(command.Id, false, refusal.Code, refusal.Message));
            default:
                return new Fault("attach.repeated", "This connection is attached already.", true);
        }
    }

    private void Run(Command command, ProcessInput input)
    {
        Action<CommandResult>? answer = result => client.Answer(result);
        if (client.Typed is { } known)
        {
            answer = known.Commands.Begin(command.Id, answer);
        }

        if (answer is not null)
        {
            SessionCommands.Run(session, command, principal, input, answer);
        }
    }

    private static Fault ReadOnly() => new("attach.read-only", "This connection only reads. Attach again to type.", false);

    private Fault? Resize(Resize resize)
    {
        if (SessionRules.Size(resize.Cols, resize.Rows) is { } bad)
        {
            return Tell(new Fault(bad.Code, bad.Message, false));
        }

        if (!client.ReadOnly)
        {
            session.Typing.Resize(client, resize.Cols, resize.Rows);
        }

        return null;
    }

    private Fault? Tell(Fault fault) => Answer(fault);

    private Fault? Answer(SessionMessage message) => client.Answer(message)
        ? null
        : new Fault("attach.unread", "Too many answers wait to be read. Read them, then attach again.", true);
}
