namespace Dispatch.Runner.Access;

internal static class AccessServices
{
    public static void AddCapabilityTokens(this IServiceCollection services) =>
        services.AddSingleton<PublicKeys>().AddSingleton<TokenValidator>();
}
