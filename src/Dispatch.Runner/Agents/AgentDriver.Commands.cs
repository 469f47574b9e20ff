using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Attach;
using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>What people ask of an agent: each is a fact first, or refused with a reason.</summary>
internal sealed partial class AgentDriver
{
    // Prompts that were sent and aren't committed yet.
    private readonly HashSet<Command> _preparing = new(ReferenceEqualityComparer.Instance);

    public void Run(Command command, string principal, ProcessInput input, Action<CommandResult> answer)
    {
        // Clients are told of an event an instant before it is known here: whoever answers at once finds what he saw.
        Session.Events.Exclusively(static () => { });
        if (FileCommands.Knows(command.Name))
        {
            // Of files, and only while the agent does nothing: they take as long as they take.
            services.Value.Files.Run(Session, State, Changes, command, principal, answer);
            return;
        }

        if (command.Name == "prompt" && State is { Ready: true, Turn: null })
        {
            _ = PromptAsync(command, principal, input, answer);
            return;
        }

        RunNow(command, principal, input, answer);
    }

    // A prompt waits until the folder was looked at. Whoever stops the agent meanwhile means this prompt.
    private async Task PromptAsync(Command command, string principal, ProcessInput input, Action<CommandResult> answer)
    {
        lock (_commands)
        {
            _preparing.Add(command);
        }

        await Changes.PrepareAsync();
        SessionCommands.Try(command, answer, () => RunNow(command, principal, input, answer, prepared: true));
    }

    private void RunNow(Command command, string principal, ProcessInput input, Action<CommandResult> answer, bool prepared = false)
    {
        Refusal? refusal;
        lock (_commands)
        {
            refusal = command.Name switch
            {
                "prompt" when prepared && !_preparing.Remove(command) => TakenBack,
                "prompt" => Prompt(command, principal),
                "queue-edit" => EditQueued(command.Data, principal),
                "queue-remove" => Unqueue(command.Data, principal),
                "queue-continue" => ContinueQueue(principal),
                "again" => Resolve(command, principal, input, again: true),
                "leave" => Resolve(command, principal, input, again: false),
                "rewind" => Rewind(command.Data, principal),
                "take-up" => TakeUp(command.Data, principal),
                "answer" => Answer(command.Data, principal),
                "cancel" => Cancel(principal, input),
                "mode" => ChangeMode(command, input, answer),
                "model" => ChangeModel(command, input, answer),
                "option" => ChangeOption(command, input, answer),
                "authenticate" => Authenticate(command, input, answer),
                _ => new Refusal("command.unknown", $"An agent takes no command '{command.Name}': prompt, queue-edit, queue-remove, queue-continue, again, leave, rewind, take-up, answer, cancel, mode, model, option, authenticate, restore, review."),
            };
        }

        Session.Wake();
        Session.Workspace.Facts.Advance();
        if (refusal == Later)
        {
            return;
        }

        answer(new CommandResult(command.Id, refusal is null, refusal?.Code, refusal?.Message));
    }

    private Refusal? Answer(JsonElement? data, string principal)
    {
        // Without a name the oldest is meant.
        var ask = JsonRpc.Text(data, "ask") ?? Session.Info.Waiting?.Asks[0];
        if (ask is null || !State.Asks.TryGetValue(ask, out var options))
        {
            return new Refusal("agent.answered-already", "Nothing waits for this answer: it was given already, or the turn is over.");
        }

        // Whoever names none says yes or no to this once, if that is offered at all.
        var wish = JsonRpc.Of(data, "allow") is { ValueKind: JsonValueKind.True or JsonValueKind.False } allow ? (allow.GetBoolean() ? "allow_" : "reject_") : null;
        var option = wish is null
            ? options.FirstOrDefault(offered => offered.Id == JsonRpc.Text(data, "option"))
            : options.FirstOrDefault(offered => offered.Kind == wish + "once") ?? options.FirstOrDefault(offered => offered.Kind.StartsWith(wish, StringComparison.Ordinal));
        if (option is null)
        {
            return new Refusal("agent.option-unknown", $"It can be answered by one of: {string.Join(", ", options.Select(offered => offered.Id))}.");
        }

        Append(AgentEvents.Answered, principal, new AgentAnswered(ask, option.Id), Wire.Default.AgentAnswered);
        return null;
    }

    private Refusal? Cancel(string principal, ProcessInput input)
    {
        var state = State;
        if (state.Turn is null && _preparing.Count > 0)
        {
            _preparing.Clear();
            return null;
        }

        if (state.Turn is null || state.AgentSession is null)
        {
            return new Refusal("agent.idle", "The agent does nothing that could be stopped.");
        }

        input.Write(AgentMessages.Cancel(state.AgentSession));
        foreach (var ask in state.Asks.Keys)
        {
            Append(AgentEvents.Answered, principal, new AgentAnswered(ask, null), Wire.Default.AgentAnswered);
        }

        return null;
    }

    private static readonly Refusal TakenBack = new("agent.not-queued", "The prompt was taken back before the agent was told of it.");

    /// <summary>No refusal: the agent is asked, and its answer is the command's.</summary>
    private static readonly Refusal Later = new("", "");

}
