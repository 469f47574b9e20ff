using Dispatch.Runner.Agents.Changes;
using Dispatch.Runner.Agents.Origins;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Blobs;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Agents.Services;

internal static class AgentServicesRegistration
{
    /// <summary>Sessions are of kinds, agents are one of them, and their terminals are sessions: so what makes those is asked for when it is needed.</summary>
    public static void AddAgentServices(this IServiceCollection services) => services
        .AddSingleton<Policies>()
        .AddSingleton<BlobStores>()
        .AddSingleton(provider => new Lazy<SessionCreation>(provider.GetRequiredService<SessionCreation>))
        .AddSingleton<LineOrigins>()
        .AddSingleton<FolderSnapshots>()
        .AddSingleton<FileCommands>()
        .AddSingleton<FileService>()
        .AddSingleton<TerminalService>()
        .AddSingleton<AgentServices>()
        .AddSingleton(provider => new Lazy<AgentServices>(provider.GetRequiredService<AgentServices>));
}
