using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents;

/// <summary>What goes on by itself after a fact, as within a commit nothing can be appended: the next of the queue, and what became of a prompt on its way.</summary>
internal sealed partial class AgentDriver
{
    private int _advancing;

    // The process outlived a runner, which may have died before it told it of the prompt.
    private bool _outlived;

    // What the keeper said of the input that it was given.
    private uint _writtenInput, _refusedInput;

    public void Written(uint input)
    {
        Volatile.Write(ref _writtenInput, input);
        if ((Volatile.Read(ref _telling) is { } telling && telling.Input <= input) || (Volatile.Read(ref _asking) is > 0 and var asking && asking <= input))
        {
            Advance();
        }
    }

    public void Refused(uint input)
    {
        Volatile.Write(ref _refusedInput, input);
        Advance();
    }

    private void Advance()
    {
        if (Interlocked.Exchange(ref _advancing, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static driver => driver.AdvanceNow(), this, preferLocal: false);
        }
    }

    private void AdvanceNow()
    {
        Volatile.Write(ref _advancing, 0);
        try
        {
            bool did;
            lock (_commands)
            {
                did = Note() | Next();
            }

            if (did)
            {
                Session.Wake();
                Session.Workspace.Facts.Advance();
            }
        }
        catch (LogFaultException e)
        {
            // Nothing was applied: with the next fact it is tried again.
            LogNotAdvanced(logger, e.Message);
        }
    }

    private bool Note()
    {
        var state = State;
        if (Interlocked.Exchange(ref _refusedInput, 0) != 0 && state.Turn is { } refused)
        {
            _telling = null;
            Append(
                AgentEvents.TurnFailed, "",
                new AgentTurnFailed(refused, JsonRpc.InternalError, "The agent doesn't read what it is told, and as much waits for it as may. Restart it."), Wire.Default.AgentTurnFailed);
            return true;
        }

        if (_telling is var (input, turn) && input <= Volatile.Read(ref _writtenInput))
        {
            _telling = null;
            if (state.Turn == turn && !state.Heard)
            {
                Append(AgentEvents.Told, "", new AgentTurn(turn), Wire.Default.AgentTurn);
                return true;
            }
        }

        if (Volatile.Read(ref _asking) is > 0 and var asking && asking <= Volatile.Read(ref _writtenInput))
        {
            Interlocked.CompareExchange(ref _asking, 0, asking);
            if (state.Taking is { Told: false })
            {
                Append(AgentEvents.Told, "", new AgentTurn(0), Wire.Default.AgentTurn);
                return true;
            }
        }

        if (!_outlived)
        {
            return false;
        }

        var unsure = state is { Open: not null, Heard: false, Unsure: false } && _telling is null;
        if (unsure)
        {
            Append(AgentEvents.Unsure, "", new AgentTurn(state.Open!.Turn), Wire.Default.AgentTurn);
        }

        // Only now: what couldn't be appended is tried again.
        _outlived = false;
        return unsure;
    }

    private bool Next()
    {
        if (State is not { Ready: true, Turn: null, Held: false, Queue: [var queued, ..] } || Session.Input is null)
        {
            return false;
        }

        Begin(queued.Prompt, queued.By, queued.Command, queued.Queued);
        return true;
    }

    [LoggerMessage(EventId = 122, Level = LogLevel.Error, Message = "What follows from what an agent said could not be recorded, and is tried again: {Cause}")]
    private static partial void LogNotAdvanced(ILogger logger, string cause);
}
