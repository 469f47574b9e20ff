namespace Dispatch.Server.Identity;

internal static class IdentityEndpoints
{
    public static IServiceCollection AddIdentity(this IServiceCollection services) => services
        .AddSingleton<KeyCheck>()
        .AddSingleton<SignInLimiter>()
        .AddSingleton<SignInFailures>()
        .AddSingleton<DeviceSignIn>();

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        SignIn.Map(routes);
        SignInByLink.Map(routes);
        SignOut.Map(routes);
        GetMe.Map(routes);
        MakeSignInLink.Map(routes);
        MakeToken.Map(routes);
        ListDevices.Map(routes);
        SignOutDevice.Map(routes);
    }
}
