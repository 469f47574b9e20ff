using System.Collections;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Problems;
using Dispatch.Runner.Hosting;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents;

/// <summary>The agents that this runner knows how to start: those that many have, and those of <c>runner.json</c>, which come first.</summary>
internal sealed class AgentCatalogue(RunnerOptions options)
{
    private static readonly AgentInfo[] Known =
    [
        new("claude", "Claude Code", ["claude-agent-acp"], false, "npm install -g @agentclientprotocol/claude-agent-acp", "Run claude once in a terminal and sign in, or set ANTHROPIC_API_KEY."),
        new("gemini", "Gemini CLI", ["gemini", "--experimental-acp"], false, "npm install -g @google/gemini-cli", "Run gemini once in a terminal and sign in, or set GEMINI_API_KEY."),
        new("codex", "Codex", ["codex-acp"], false, "npm install -g @zed-industries/codex-acp", "Run codex login in a terminal, or set OPENAI_API_KEY."),
        new("opencode", "OpenCode", ["opencode", "acp"], false, "npm install -g opencode-ai", "Run opencode auth login in a terminal."),
    ];

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

    public static Error NoCommand(string known) => new(
        ErrorKind.Invalid, "agent.unknown", $"Name an agent, or a command that speaks the Agent Client Protocol on its pipes. This runner knows: {known}.");

    public IReadOnlyList<AgentInfo> All(IDictionary inherited)
    {
        var path = inherited["PATH"] as string ?? "";
        return [.. Own.Concat(Known.Where(known => Own.All(own => own.Id != known.Id))).Select(agent => agent with { Installed = Launch.Find(agent.Command[0], "/", path) is not null })];
    }

    public AgentInfo? Find(string id) => Own.Concat(Known).FirstOrDefault(agent => agent.Id == id);

    public string Names => string.Join(", ", Own.Concat(Known).Select(agent => agent.Id).Distinct());

    private IEnumerable<AgentInfo> Own => options.Agents.Where(agent => agent.Value.Count > 0).Select(agent => new AgentInfo(agent.Key, agent.Key, agent.Value, false, null, null));
}
