using Dispatch.Cli.Connection;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;

namespace Dispatch.Cli.Launch;

internal static class SignInLinks
{
    /// <summary>A link that signs one browser in, once.</summary>
    public static async Task<string> MakeAsync(ServerConnection connection, CancellationToken cancellation) =>
        (await connection.SendAsync(HttpMethod.Post, "/api/sign-in-links", null, Wire.Default.SignInLink, cancellation)).Url;

    /// <summary>The same link, going on to a session: the page takes the path after <c>/sign-in</c>.</summary>
    public static string To(string link, SessionInfo session)
    {
        var url = new UriBuilder(link);
        url.Path += $"/w/{session.Workspace}/s/{session.Id}";
        return url.Uri.AbsoluteUri;
    }
}
