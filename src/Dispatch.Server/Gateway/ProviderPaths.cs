using Dispatch.Protocol.Gateway;

namespace Dispatch.Server.Gateway;

/// <summary>
/// What of a provider's API goes through: what agents need to ask models. A key opens more (files, batches, the organisation itself), which
/// an agent has no business with, and which nobody would count.
/// </summary>
internal static class ProviderPaths
{
    private const string Version = "v1/";
    private const int LongestModel = 200;

    /// <param name="below">Behind the provider's name; with or without the version, as libraries differ in what they take for an address.</param>
    /// <returns>The path behind the version, and whether it is counted; null for what doesn't go through.</returns>
    public static (string Path, bool Counts)? Find(ModelProvider provider, string method, string below)
    {
        var path = below.StartsWith(Version, StringComparison.Ordinal) ? below[Version.Length..] : below;
        if (HttpMethods.IsGet(method))
        {
            return path == "models" || IsModel(path) ? (path, false) : null;
        }

        var isAnthropic = provider == ModelProviders.Anthropic;
        return !HttpMethods.IsPost(method) ? null : path switch
        {
            "messages" when isAnthropic => (path, true),
            "messages/count_tokens" when isAnthropic => (path, false),
            "chat/completions" or "completions" or "responses" or "responses/compact" or "embeddings" when !isAnthropic => (path, true),
            _ => null,
        };
    }

    public static Uri Address(ProviderKey key, string path, QueryString query) =>
        new($"{key.Base}/{(key.Provider == ModelProviders.Anthropic ? Version : "")}{path}{query.ToUriComponent()}");

    // Also one that a provider's provider made, which has slashes; never one that climbs out.
    private static bool IsModel(string path) => path.StartsWith("models/", StringComparison.Ordinal) && path.Length <= LongestModel
        && !path.Contains("..", StringComparison.Ordinal) && path.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '-' or '.' or '_' or ':');
}
