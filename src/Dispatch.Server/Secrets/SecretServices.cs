using Dispatch.Protocol.Problems;
using Dispatch.Server.Workspaces;

namespace Dispatch.Server.Secrets;

internal static class SecretServices
{
    public const string Collection = "/api/workspaces/{workspace}/secrets";

    public static IServiceCollection AddSecrets(this IServiceCollection services) => services
        .AddSingleton<SecretSeal>()
        .AddSingleton<SecretDelivery>();

    public static void MapSecrets(this IEndpointRouteBuilder routes)
    {
        ListSecrets.Map(routes);
        SetSecret.Map(routes);
        RemoveSecret.Map(routes);
    }

    /// <summary>Null when there is such a workspace.</summary>
    public static Error? Refuse(WorkspaceBoard workspaces, string workspace) => workspaces.Knows(workspace) switch
    {
        true => null,
        false => new Error(ErrorKind.NotFound, "workspace.not-found", $"There is no workspace '{workspace}' here. 'dispatch workspace ls' lists those there are."),
        null => new Error(ErrorKind.Unavailable, "runner.unavailable", "The runner has not been reached yet, so nobody knows which workspaces there are; try again in a moment."),
    };
}
