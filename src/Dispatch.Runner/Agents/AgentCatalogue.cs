using System.Collections;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Agents.Installing;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>
/// The agents that this runner knows how to start: those of <c>runner.json</c>, those that were registered, and those that many have. Of two
/// of a name the first counts. One that is installed in the data folder is started from there.
/// </summary>
internal sealed class AgentCatalogue(RunnerOptions options, AgentBook book, AgentFolder folder)
{
    // Pinned: what is installed on request is what was tried.
    private static readonly AgentInfo[] Known =
    [
        new("claude", "Claude Code", ["claude-agent-acp"], false, "npm install -g @agentclientprotocol/claude-agent-acp", "Run claude once in a terminal and sign in, or set ANTHROPIC_API_KEY.", "@agentclientprotocol/claude-agent-acp@0.101.0"),
        new("gemini", "Gemini CLI", ["gemini", "--experimental-acp"], false, "npm install -g @google/gemini-cli", "Run gemini once in a terminal and sign in, or set GEMINI_API_KEY.", "@google/gemini-cli@0.61.0"),
        new("codex", "Codex", ["codex-acp"], false, "npm install -g @agentclientprotocol/codex-acp", "Run codex login in a terminal, or set OPENAI_API_KEY.", "@agentclientprotocol/codex-acp@2.6.0"),
        new("opencode", "OpenCode", ["opencode", "acp"], false, "npm install -g opencode-ai", "Run opencode auth login in a terminal.", "opencode-ai@1.18.33"),
    ];

    // Its program comes by its install script; all others run none.
    private static readonly HashSet<string> WithScripts = new(StringComparer.Ordinal) { "opencode" };

    // Where each keeps its settings and its sign-in, below the home folder: what it may write besides the workspace.
    private static readonly Dictionary<string, string[]> Writable = new(StringComparer.Ordinal)
    {
        ["claude"] = [".claude", ".claude.json"],
        ["gemini"] = [".gemini"],
        ["codex"] = [".codex"],
        ["opencode"] = [".config/opencode", ".local/share/opencode", ".local/state/opencode"],
    };

    /// <summary>What an agent has to write outside of the workspace, below the home folder.</summary>
    public static IReadOnlyList<string> WritableOf(string? agent) => agent is null ? [] : Writable.GetValueOrDefault(agent, []);

    /// <summary>Whether its package can't be installed without running scripts of its own.</summary>
    public static bool NeedsScripts(AgentInfo agent) => agent.Registered != true && WithScripts.Contains(agent.Id);

    public static Error NoCommand(string known) => new(
        ErrorKind.Invalid, "agent.unknown", $"Name an agent, or a command that speaks the Agent Client Protocol on its pipes. This runner knows: {known}.");

    public IReadOnlyList<AgentInfo> All(IDictionary inherited)
    {
        var path = inherited["PATH"] as string ?? "";
        return [.. Every.Select(agent => agent with { Installed = Launch.Find(agent.Command[0], "/", path) is not null })];
    }

    /// <summary>With the command that starts it.</summary>
    public AgentInfo? Find(string id) => Every.FirstOrDefault(agent => agent.Id == id);

    /// <summary>The variables that were registered with it.</summary>
    public IReadOnlyDictionary<string, string>? Environment(string? agent) => agent is not null && !options.Agents.ContainsKey(agent) ? book.Page.Agents.GetValueOrDefault(agent)?.Env : null;

    public string Names => string.Join(", ", Every.Select(agent => agent.Id));

    private IEnumerable<AgentInfo> Every => OfSettings.Concat(OfBook).Concat(Known).DistinctBy(agent => agent.Id).Select(Placed);

    private IEnumerable<AgentInfo> OfSettings => options.Agents.Where(agent => agent.Value.Count > 0).Select(agent => new AgentInfo(agent.Key, agent.Key, agent.Value, false, null, null));

    private IEnumerable<AgentInfo> OfBook => book.Page.Agents.Select(agent => new AgentInfo(
        agent.Key, agent.Value.Title ?? agent.Key, agent.Value.Command, false, null, null, agent.Value.Package, Registered: true));

    private AgentInfo Placed(AgentInfo agent) => agent.Package is not null && folder.Find(agent.Id, agent.Command[0]) is { } program
        ? agent with { Command = [program, .. agent.Command.Skip(1)], Managed = true }
        : agent;
}
