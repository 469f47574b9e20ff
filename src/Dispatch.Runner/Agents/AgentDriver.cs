using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Agents.McpServers;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Kinds;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>
/// An agent, by the Agent Client Protocol: the runner is its client. What is asked of it and what it says are facts; it is told only what
/// is in the log already, as a consequence of that fact, so that a runner that dies in between finds out what it meant to say.
/// </summary>
internal sealed partial class AgentDriver(Policies policies, Lazy<AgentServices> services, McpServerBook servers, ILogger<AgentDriver> logger) : ISessionDriver
{
    public const string Kind = "agent";

    /// <summary>Bytes of one line: agents send whole files in one.</summary>
    private const int MaximumLine = 8 * 1024 * 1024;

    /// <summary>What the keeper can hold of a line with ease. Of a longer one the beginning counts as read before its end is there, and is lost with a runner that dies then.</summary>
    private const int KeptLine = 128 * 1024;

    private const string Init = "init", New = "new", Load = "load", Turn = "turn-", Mode = "mode-", Model = "model-", Choice = "option-", Auth = "auth", Fork = "fork";
    private const string LoadAgain = "load-again", List = "list-";
    private readonly OutputLines _lines = new(MaximumLine);
    private readonly LastWords _complaint = new();

    // Held while a command looks at the state and appends what follows from it: of two answers one is the first.
    private readonly Lock _commands = new();
    private AgentState _state = AgentState.None;

    // What was to be told while there was no keeper.
    private readonly ConcurrentQueue<byte[]> _untold = [];

    // The conversation before has been brought up: what comes now is new, also before that is committed.
    private bool _loaded;
    private Session? _session;
    private ServiceDesk? _desk;
    private TurnChanges? _changes;
    private bool _recalled;

    public bool Pty => false;

    private AgentState State => Volatile.Read(ref _state);

    private Session Session => _session ?? throw new InvalidOperationException("The driver was given no session.");

    private ServiceDesk Desk => _desk ??= new ServiceDesk(services.Value, Session, () => State);

    private TurnChanges Changes => _changes ??= services.Value.Changes(Session);

    public IReadOnlyList<string> Command(SessionInfo session) => session.Command;

    public void Join(Session session) => _session = session;

    public void Follow()
    {
        _lines.Forget();
        _loaded = false;
        _telling = null;
        _writtenInput = 0;
        ForgetAsking();
        Recall();
    }

    public void Started(SessionInfo session, ProcessInput input)
    {
        Recall();
        _complaint.Forget();
        ForgetAsking();
        input.Write(AgentMessages.Initialize(Init));
    }

    public void Resumed(ProcessInput input)
    {
        // Whether it was told is not known: asked twice, it says the same twice.
        if (State.Initialized is null)
        {
            input.Write(AgentMessages.Initialize(Init));
        }
        else if (State.Taking is not null)
        {
            _ = AskAgainAsync(input);
        }
        else if (!State.Ready)
        {
            _askedAgain = true;
            Begin(input);
        }

        // An answer that it has already is an answer to nothing, which it passes over.
        foreach (var (ask, option) in State.Given.Where(given => !PendingRequest.IsOwnAsk(given.Key)))
        {
            input.Write(AgentMessages.Permission(ask, option));
        }

        foreach (var (request, served) in State.Recent)
        {
            Desk.Repeat(request, served, input);
        }

        foreach (var request in State.Pending.Values)
        {
            Desk.Begin(request);
        }

        var told = false;
        while (_untold.TryDequeue(out var message))
        {
            told = true;
            Tell(input, message);
        }

        _outlived = !told;
        Advance();
    }

    public void Ended()
    {
        SettleAll();
        _desk?.Forget();
    }

    public void Output(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake)
    {
        if (stream != 0)
        {
            // Its own words, which may be anything: only for who asks for them.
            if (logger.IsEnabled(LogLevel.Debug))
            {
                var text = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd();
                LogDiagnostic(logger, text);
            }

            _complaint.Take(bytes);
            intake.Consumed(stream, offset + bytes.Length);
            return;
        }

        try
        {
            TakeLines(stream, offset, bytes, intake);
        }
        finally
        {
            // What it was read from counts as taken already.
            Said(intake);
        }
    }

    public void Exiting(Intake intake)
    {
        _replay = null;

        // A program that isn't what it was taken for, or lacks something, says so there, and nobody would see it.
        if (!State.Ready && _complaint.Text is { Length: > 0 } text)
        {
            Add(intake, AgentEvents.Failed, new AgentFailed(JsonRpc.InternalError, $"It ended, and said: {text}", null), Wire.Default.AgentFailed);
        }
    }

    public void Committed(string type, ReadOnlySpan<byte> payload)
    {
        if (!_recalled)
        {
            return;
        }

        var before = State;
        var after = before.After(type, payload);
        Volatile.Write(ref _state, after);
        Watch(before, after);
        if (Session.Input is { } input)
        {
            Tell(type, payload, input);
        }

        if (State is { Ready: true, Turn: null, Held: false, Queue.IsEmpty: false })
        {
            Advance();
        }
    }

    public void Stop(ProcessInput input)
    {
        input.Close();
        input.Signal("SIGTERM");
    }

    private void Watch(AgentState before, AgentState after)
    {
        if (!before.Ready && after.Ready)
        {
            Changes.Ready(after.Turn is not null);
        }

        if (before.Turn is { } over && after.Turn != over)
        {
            Changes.Ended(over, before.Written);
        }

        if (after.Turn is { } begun && before.Turn != begun)
        {
            Changes.Began();
        }
    }

    /// <summary>What follows from a fact that was just committed, in the order of the log.</summary>
    private void Tell(string type, ReadOnlySpan<byte> payload, ProcessInput input)
    {
        switch (type)
        {
            case AgentEvents.Initialized:
                Begin(input);
                break;
            case AgentEvents.Prompted when State.AgentSession is { } agentSession && Fact.TryRead(payload, Wire.Default.AgentPrompted) is { Earlier: not true } prompted:
                TellPrompt(prompted, agentSession, input);
                break;
            case AgentEvents.TakenUp:
                TellTakenUp(input);
                break;
            case AgentEvents.Rewound or AgentEvents.NotTakenUp:
                Begin(input);
                break;
            case AgentEvents.Answered when Fact.TryRead(payload, Wire.Default.AgentAnswered) is { } answered:
                if (PendingRequest.IsOwnAsk(answered.Ask))
                {
                    Desk.Answered(answered.Ask, answered.Option == Permission.Allow);
                    break;
                }

                Tell(input, AgentMessages.Permission(answered.Ask, answered.Option));
                break;
            case AgentEvents.Requested when Fact.TryRead(payload, Wire.Default.AgentRequested) is { } requested && State.Pending.TryGetValue(requested.Request, out var pending):
                Desk.Begin(pending);
                break;
            case AgentEvents.Served when Fact.TryRead(payload, Wire.Default.AgentServed) is { } served && Desk.Answer(served.Request) is { } message:
                Tell(input, message);
                break;
            default:
                break;
        }
    }

    private void Tell(ProcessInput input, byte[] message)
    {
        if (input.Write(message) is null)
        {
            _untold.Enqueue(message);
        }
    }

    private void Begin(ProcessInput input)
    {
        var (folder, given, load) = (Session.Info.Cwd, servers.For(Session, State), _askedAgain ? LoadAgain : Load);
        var asked = input.Write(State switch
        {
            { CanLoad: true, AgentSession: { } before } => AgentMessages.LoadSession(load, before, folder, given),
            { CanResume: true, AgentSession: { } before } => AgentMessages.ResumeSession(load, before, folder, given),
            { CanFork: true, Origin: { } origin } => AgentMessages.ForkSession(Fork, origin, folder, given),
            _ => AgentMessages.NewSession(New, folder, given),
        });
        if (State.Taking is not null && asked is { } number)
        {
            Volatile.Write(ref _asking, number);

            // The keeper may have been quicker.
            Written(Volatile.Read(ref _writtenInput));
        }
    }

    private void TakeLines(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake)
    {
        while (_lines.TryTake(ref bytes, ref offset, out var line))
        {
            if (!line.Trim((byte)' ').IsEmpty)
            {
                TakeLine(line, intake);
            }

            if (_replay is not { Holds: true })
            {
                intake.Consumed(stream, offset);
            }
        }

        if (_lines.GivesUp())
        {
            LogBadLine(logger, $"a line of more than {MaximumLine} bytes");
            if (State.Turn is { } turn)
            {
                // It may have been a question, or the answer: nobody would ever hear of it.
                Add(intake, AgentEvents.TurnFailed, new AgentTurnFailed(turn, JsonRpc.InternalError, "The agent wrote more in one message than can be taken in."), Wire.Default.AgentTurnFailed);
            }
        }

        if (_lines.Skips || _lines.Begun > KeptLine)
        {
            _replay?.Flush(intake);
            intake.Consumed(stream, offset + bytes.Length);
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line, Intake intake)
    {
        try
        {
            var message = JsonRpc.Read(line);
            if (message.Method is { } method)
            {
                Take(method, message, intake);
            }
            else if (message.Id is { ValueKind: JsonValueKind.String } id)
            {
                TakeAnswer(id.GetString()!, message, intake);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Invalid: half of a character, in a text that was cut. Nothing that an agent writes may end the runner, which would read it again after every start.
            LogBadLine(logger, e.Message);
        }
    }

    private void Add<T>(Intake intake, string type, T fact, JsonTypeInfo<T> json)
    {
        Said(intake);
        intake.Fact(type, "", JsonSerializer.SerializeToUtf8Bytes(fact, json));
    }

    private void Append<T>(string type, string principal, T fact, JsonTypeInfo<T> json) => Session.Events.Append(
        Session, SessionFacts.Type(Session, type), SessionFacts.Principal(Session, principal), JsonSerializer.SerializeToUtf8Bytes(fact, json));

    private void Append(string type, string principal) => Session.Events.Append(
        Session, SessionFacts.Type(Session, type), SessionFacts.Principal(Session, principal), default);

    // Of a session that was there before this runner, once: what comes afterwards is told as it is committed.
    private void Recall()
    {
        lock (_commands)
        {
            if (!_recalled)
            {
                RecallNow();
            }
        }
    }

    private void RecallNow()
    {
        var past = new AgentPast(Session.Events.Names);
        Session.Workspace.Readers.OutlineAsync(Session.Log.Row, 0, facts: true, past, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Volatile.Write(ref _state, past.State);
        _recalled = true;
    }

    [LoggerMessage(EventId = 125, Level = LogLevel.Debug, Message = "An agent said on its error output: {Text}")]
    private static partial void LogDiagnostic(ILogger logger, string text);

    [LoggerMessage(EventId = 126, Level = LogLevel.Error, Message = "An agent wrote something that is no message, and it was passed over: {Cause}")]
    private static partial void LogBadLine(ILogger logger, string cause);
}
