using System.Collections.Immutable;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>
/// A workspace's rules, in its log beside what it is called, so that they go wherever that goes. In memory too: they are looked at for each
/// thing that an agent does.
/// </summary>
internal sealed class RuleBook(EventLog log)
{
    private readonly Lock _reading = new();
    private ImmutableArray<AgentRule>? _all;

    /// <summary>Oldest first.</summary>
    public ImmutableArray<AgentRule> All
    {
        get
        {
            lock (_reading)
            {
                return _all ??= Read();
            }
        }
    }

    /// <summary>Two alike are one: the older stays.</summary>
    public (AgentRule? Rule, Error? Error) Add(AgentRule rule)
    {
        lock (_reading)
        {
            var all = _all ??= Read();
            if (all.FirstOrDefault(other => rule == other with { Id = rule.Id, Principal = rule.Principal, At = rule.At, Origin = rule.Origin }) is { } same)
            {
                return (same, null);
            }

            if (all.Length >= RuleRules.Most)
            {
                return (null, RuleRules.TooMany);
            }

            log.Keep(() => log.Meta.SetAgentRule(rule.Id, JsonSerializer.Serialize(rule, Wire.Default.AgentRule)));
            _all = all.Add(rule);
            return (rule, null);
        }
    }

    public AgentRule? Remove(string id)
    {
        lock (_reading)
        {
            var all = _all ??= Read();
            if (all.FirstOrDefault(rule => rule.Id == id) is not { } found)
            {
                return null;
            }

            log.Keep(() => log.Meta.SetAgentRule(id, null));
            _all = all.Remove(found);
            return found;
        }
    }

    // Of one that can't be read nobody knows what it forbade: it stands for asking about everything until it is removed.
    private ImmutableArray<AgentRule> Read()
    {
        IReadOnlyList<(string Id, string Text)> texts = [];
        log.Exclusively(() => texts = log.Meta.AgentRules());
        return [.. texts.Select(text => Parse(text.Text) ?? Unread(text.Id)).OrderBy(rule => rule.At)];
    }

    private static AgentRule Unread(string id) => new(id, null, null, null, AgentDecision.Ask, "", DateTimeOffset.UnixEpoch, AgentRuleOrigin.Written);

    private static AgentRule? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Wire.Default.AgentRule) is { Id: not null, Principal: not null } rule ? rule : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
