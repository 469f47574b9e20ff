using Dispatch.Protocol.Gateway;
using Dispatch.Runner.Agents;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Gateway;

/// <summary>Which agents are given the gateway to models, and how: by the variables that their libraries read.</summary>
internal sealed class AgentGateway(ServerGateway server, AgentSecrets secrets, GatewayPort port)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Those whose provider is known. An agent that was named by its command may be any: it is given all that there are.
    private static readonly Dictionary<string, ModelProvider[]> Providers = new(StringComparer.Ordinal)
    {
        ["claude"] = [ModelProviders.Anthropic],
        ["codex"] = [ModelProviders.OpenAi],
        ["gemini"] = [],
        ["opencode"] = [],
    };

    /// <summary>Returns once it is known which keys the server has; a runner that was just started waits a moment for that.</summary>
    public async Task AwaitAsync(CancellationToken cancellation)
    {
        if (!server.HasArrived)
        {
            await server.AwaitNewsAsync(Patience, cancellation);
        }
    }

    /// <summary>What is added to an agent's environment; nothing for one that signs in by itself, and for every other session.</summary>
    /// <param name="own">What the environment has already. What the workspace or the session says of a provider stays as it is said.</param>
    public IReadOnlyList<string> VariablesOf(Session session, Guid process, IReadOnlyDictionary<string, string> own)
    {
        if (session.Info.Kind != AgentDriver.Kind)
        {
            return [];
        }

        var taken = session.Created.Agent is { } agent && Providers.TryGetValue(agent, out var known) ? known : ModelProviders.All;
        return
        [
            .. taken.Where(provider => server.Providers.Contains(provider.Id) && !own.ContainsKey(provider.KeyVariable) && !own.ContainsKey(provider.BaseVariable))
                .SelectMany(provider => (string[])
                [
                    $"{provider.BaseVariable}=http://127.0.0.1:{port.Bound}{provider.AgentPath}",
                    $"{provider.KeyVariable}={secrets.Of(session.Id, process)}",
                ]),
        ];
    }
}
