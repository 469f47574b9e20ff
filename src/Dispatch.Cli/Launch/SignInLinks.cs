using Dispatch.Cli.Connection;
using Dispatch.Protocol;

namespace Dispatch.Cli.Launch;

internal static class SignInLinks
{
    /// <summary>A link that signs one browser in, once.</summary>
    public static async Task<string> MakeAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.SendAsync(HttpMethod.Post, "/api/sign-in-links", null, Wire.Default.SignInLink, cancellation)).Url;
}
