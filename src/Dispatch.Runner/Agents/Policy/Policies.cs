using System.Collections.Immutable;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Agents.Services;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Policy;

/// <summary>
/// What agents may do without anybody being asked. It binds what they ask and what is done for them here: files that are read and written
/// and commands that are run in their name. What an agent does by itself is held by its sandbox alone.
/// </summary>
internal sealed class Policies(DataFolder data)
{
    private const string ModeChange = "switch_mode";

    /// <summary>A file that is read or changed for an agent. Denied or allowed it is done so; else a person is asked.</summary>
    /// <param name="session">The agent's.</param>
    /// <param name="tool"><see cref="AgentTools.Read"/> or <see cref="AgentTools.Edit"/>.</param>
    /// <param name="path">As the agent wrote it.</param>
    /// <param name="state">How far the agent has come: what was answered in this turn counts, and plan mode.</param>
    public AgentVerdict OfFile(Session session, string tool, string path, AgentState state)
    {
        var subject = new CallSubject(tool, [path], null);
        var places = Places(session, subject);
        return places[0].Real is null ? Denied(AgentReasons.Outside)
            : Refused(session, subject, places, state)
                ?? (state.Allowed.Contains(CallSubject.PathKey(tool, path)) ? new AgentVerdict(AgentDecision.Allow, AgentReasons.Answered) : null)
                ?? Permitted(session, subject, places)
                ?? new AgentVerdict(tool == AgentTools.Read ? AgentDecision.Allow : AgentDecision.Ask, AgentReasons.Default);
    }

    /// <summary>A command that is run for an agent.</summary>
    /// <param name="session">The agent's.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="cwd">Where it is to run.</param>
    /// <param name="variables">Whether it is given some: with <c>PATH</c> or <c>LD_PRELOAD</c> the same words run another program, so nobody has allowed it yet.</param>
    /// <param name="state">As of a file.</param>
    public AgentVerdict OfCommand(Session session, IReadOnlyList<string> command, string cwd, bool variables, AgentState state)
    {
        var subject = new CallSubject(AgentTools.Execute, [], CommandText.Of(command));
        return Place.Of(WorkFolder.Of(session), session.Info.Cwd, cwd, Home).Real is null ? Denied(AgentReasons.Outside)
            : Refused(session, subject, [], state)
                ?? (!variables && state.Allowed.Contains(CallSubject.CommandKey(subject.Command!)) ? new AgentVerdict(AgentDecision.Allow, AgentReasons.Answered) : null)
                ?? (state.Plan ? new AgentVerdict(AgentDecision.Ask, AgentReasons.Plan) : null)
                ?? (Permitted(session, subject, []) is { } rule && (!variables || rule.Decision != AgentDecision.Allow) ? rule : null)
                ?? new AgentVerdict(AgentDecision.Ask, AgentReasons.Default);
    }

    /// <summary>What an agent asks about of its own accord, and then does by itself.</summary>
    public AgentVerdict OfRequest(Session session, CallSubject subject, AgentState state)
    {
        var places = Places(session, subject);
        return Refused(session, subject, places, state)
            ?? (places.Any(place => place.Real is null) ? new AgentVerdict(AgentDecision.Ask, AgentReasons.Outside) : null)
            ?? (state.Plan && !Looks(subject.Tool) ? new AgentVerdict(AgentDecision.Ask, AgentReasons.Plan) : null)
            ?? Permitted(session, subject, places)
            ?? new AgentVerdict(AgentDecision.Ask, AgentReasons.Default);
    }

    private static string Home => Environment.GetEnvironmentVariable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private AgentVerdict? Refused(Session session, CallSubject subject, ImmutableArray<Place> places, AgentState state) =>
        places.Any(place => place.Path is { } path && IsKey(session, path)) ? Denied(AgentReasons.Keys)
        : Changes(subject.Tool) && places.Any(place => IsOfRepository(place.Real) || IsOfRepository(place.Named)) ? Denied(AgentReasons.Repository)
        : Find(session, subject, places, AgentDecision.Deny) is { } rule ? new AgentVerdict(AgentDecision.Deny, AgentReasons.Rule, rule)
        : state.Plan && Changes(subject.Tool) ? Denied(AgentReasons.Plan)
        : null;

    private static AgentVerdict? Permitted(Session session, CallSubject subject, ImmutableArray<Place> places) =>
        Find(session, subject, places, AgentDecision.Ask) is { } ask ? new AgentVerdict(AgentDecision.Ask, AgentReasons.Rule, ask)
        : Find(session, subject, places, AgentDecision.Allow) is { } allow ? new AgentVerdict(AgentDecision.Allow, AgentReasons.Rule, allow)
        : null;

    private static AgentVerdict Denied(string why) => new(AgentDecision.Deny, why);

    private static bool Changes(string tool) => tool is AgentTools.Edit or AgentTools.Delete or AgentTools.Move;

    private static bool Looks(string tool) => tool is AgentTools.Read or AgentTools.Search or AgentTools.Think;

    private static bool IsOfRepository(string? path) => path?.Split('/').Contains(".git", StringComparer.OrdinalIgnoreCase) is true;

    private static ImmutableArray<Place> Places(Session session, CallSubject subject) =>
        subject.Command is null ? [.. subject.Paths.Select(path => Place.Of(WorkFolder.Of(session), session.Info.Cwd, path, Home))] : [];

    private bool IsKey(Session session, string path)
    {
        var own = AgentCatalogue.WritableOf(session.Created.Agent);
        return (Place.IsWithin(path, data.Root) && !Place.IsWithin(path, WorkFolder.Of(session)))
            || Sandbox.Hidden.Where(name => !own.Contains(name)).Any(name => Place.IsWithin(path, Path.Combine(Home, name)));
    }

    private static AgentRule? Find(Session session, CallSubject subject, ImmutableArray<Place> places, AgentDecision decision) =>
        session.Workspace.AgentRules.All.FirstOrDefault(rule =>
            rule.Decision == decision && (rule.Agent is null || rule.Agent == session.Created.Agent) && IsOf(rule, subject.Tool) && Fits(rule, subject, places));

    // Leaving plan mode is a person's to allow, and no rule's.
    private static bool IsOf(AgentRule rule, string tool) => rule.Tool is null
        ? tool != ModeChange || rule.Decision != AgentDecision.Allow
        : rule.Tool == (AgentTools.All.Contains(tool) ? tool : AgentTools.Other) && tool != ModeChange;

    // A rule that allows has to fit all of it as it really is; for another it is enough to fit any of it, as it is or as it is called.
    private static bool Fits(AgentRule rule, CallSubject subject, ImmutableArray<Place> places)
    {
        if (rule.Pattern is not { } pattern)
        {
            return true;
        }

        var allows = rule.Decision == AgentDecision.Allow;
        if (rule.Tool == AgentTools.Execute)
        {
            return subject.Command is { } command && (allows ? CommandText.IsAll(command, pattern) : CommandText.IsAny(command, pattern));
        }

        var glob = PathPattern.Of(pattern);
        return allows
            ? subject.Whole && places.Length > 0 && places.All(place => place.Real is { } real && glob.IsMatch(real))
            : places.Any(place => (place.Real is { } real && glob.IsMatch(real)) || (place.Named is { } named && glob.IsMatch(named)));
    }
}
