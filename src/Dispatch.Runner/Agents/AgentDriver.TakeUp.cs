using System.Collections.Concurrent;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Conversations;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>Going on with a conversation that the agent had elsewhere: it tells what was said in it, and that is recorded.</summary>
internal sealed partial class AgentDriver
{
    // Of an agent's reasons and names, which may be anything.
    private const int LongestReason = 2000, LongestTitle = 200, LongestName = 1000;
    private const int MostLists = 8;
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(20);

    // For what it said while there was no runner.
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RpcMessage>> _lists = new(StringComparer.Ordinal);
    private Replay? _replay;
    private int _lastList;

    // The keeper's number of what asks it to take one up, until it is known that the agent has it.
    private uint _asking;

    // Nobody knows whether it was asked, so it was asked again. Once it has answered the first time it says the same twice.
    private bool _askedAgain;
    private RpcMessage? _first;

    /// <summary>Asks the agent which conversations it had in the session's folder.</summary>
    /// <returns>Its answer; nothing when it gave none in time.</returns>
    public async Task<(RpcMessage? Answer, Refusal? Refusal)> ListAsync(string? cursor, CancellationToken cancellation)
    {
        var state = Known();
        if (state is not { Ready: true } || Session.Input is not { } input)
        {
            return (null, new Refusal("agent.not-ready", "The agent can't be asked for its conversations now. Wait until it is ready, or see why it isn't."));
        }

        if (!state.Lists)
        {
            return (null, NoOwn);
        }

        if (_lists.Count >= MostLists)
        {
            return (null, new Refusal("agent.busy", "The agent is asked for its conversations already, several times. Wait for its answers."));
        }

        var id = $"{List}{Interlocked.Increment(ref _lastList)}";
        var answer = new TaskCompletionSource<RpcMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _lists[id] = answer;
        try
        {
            return input.Write(AgentMessages.ListSessions(id, Session.Info.Cwd, cursor)) is null
                ? (null, null)
                : (await answer.Task.WaitAsync(ListPatience, Session.Workspace.Time, cancellation), null);
        }
        catch (TimeoutException)
        {
            return (null, null);
        }
        finally
        {
            _lists.TryRemove(id, out _);
        }
    }

    private static readonly Refusal NoOwn = new("agent.no-own", "This agent lists no conversations that it had before, or can't go on with one. Look in its own program.");

    private Refusal? TakeUp(JsonElement? data, string principal)
    {
        var state = State;
        if (state.Turn is not null)
        {
            return new Refusal("agent.busy", "The agent still answers. Wait until it has, or stop it.");
        }

        if (!state.Ready)
        {
            return new Refusal("agent.not-ready", "The agent isn't ready. Wait until it is, or see why it isn't.");
        }

        if (!state.Lists)
        {
            return NoOwn;
        }

        if (!state.Line.IsEmpty || !state.Queue.IsEmpty)
        {
            return new Refusal("agent.begun", "This conversation has begun. Begin another session with the agent, and choose there what it is to go on with.");
        }

        if (JsonRpc.Text(data, "session") is not { Length: > 0 and <= LongestName } own)
        {
            return new Refusal("agent.no-own", "Name the conversation by the agent's own name of it, as it lists it.");
        }

        var title = JsonRpc.Text(data, "title") is { Length: > 0 } named ? Fitting.Line(named, LongestTitle) : null;
        Append(AgentEvents.TakenUp, principal, new AgentTakenUp(own, title, state.CanLoad), Wire.Default.AgentTakenUp);
        return null;
    }

    private void TellTakenUp(ProcessInput input)
    {
        (_loaded, _askedAgain) = (false, false);
        Begin(input);
    }

    /// <summary>What comes before the agent's answer is of then, not of now.</summary>
    private void TakeEarlier(in RpcMessage message, JsonElement update, AgentState state, TakingUp taking, Intake intake)
    {
        // What the conversation that it leaves still had to say is none of this one's.
        if (JsonRpc.Text(message.Params, "sessionId") == state.AgentSession)
        {
            Told(state, taking).Take(update, intake);
        }
    }

    private Replay Told(AgentState state, TakingUp taking) => _replay ??= new Replay(taking.Before, state.Turns);

    private void NotTakenUp(RpcError error, Intake intake)
    {
        _replay = null;
        Add(intake, AgentEvents.NotTakenUp, new AgentNotTakenUp(Fitting.Cut(error.Message, LongestReason)), Wire.Default.AgentNotTakenUp);
    }

    /// <summary>The runner before may not have asked. Asked twice at once an agent may mix what it tells, so it is listened to first.</summary>
    private async Task AskAgainAsync(ProcessInput input)
    {
        await Task.Delay(AskPatience, Session.Workspace.Time);
        lock (_commands)
        {
            if (State is { Initialized: not null, Ready: false, Taking.Told: false } && ReferenceEquals(Session.Input, input))
            {
                _askedAgain = true;
                Begin(input);
            }
        }
    }

    /// <summary>The answer that counts of an agent that may have been asked twice; none while it is to give another.</summary>
    private RpcMessage? Counts(string id, in RpcMessage message, Intake intake)
    {
        if (id == Load && _askedAgain && message.Error is null)
        {
            (_askedAgain, _first) = (false, message);
            _replay?.Flush(intake);
            return null;
        }

        var first = _first;
        (_askedAgain, _first) = (false, null);
        return message.Error is null ? message : first ?? message;
    }

    private void ForgetAsking()
    {
        (_replay, _askedAgain, _first) = (null, false, null);
        Volatile.Write(ref _asking, 0);
    }
}
