using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dispatch.Protocol.Gateway;

/// <summary>Answer of <c>GET /api/models</c>: the providers, and whether there is a key to each. Of a key nothing is told to anybody.</summary>
public sealed record ModelList(IReadOnlyList<ModelProviderInfo> Items);

/// <param name="Provider">What paths and commands name it by: <c>anthropic</c>, <c>openai</c>.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Source">Where its key is from; absent when there is none.</param>
/// <param name="BaseUrl">Where it is reached.</param>
/// <param name="ChangedAt">When the key was set here.</param>
/// <param name="Unreadable">True when the key that was set can't be decrypted any more: set it anew.</param>
public sealed record ModelProviderInfo(string Provider, string Title, KeySource? Source, string BaseUrl, DateTimeOffset? ChangedAt, bool? Unreadable);

/// <summary>Where a key to models is from. JSON: the member's name in lower case.</summary>
[JsonConverter(typeof(KeySourceConverter))]
public enum KeySource
{
    /// <summary>Set in Dispatch, and kept encrypted.</summary>
    Set,

    /// <summary>A variable of the environment that the server was started in.</summary>
    Environment,
}

/// <summary>Public for those who keep one in a text of their own.</summary>
public sealed class KeySourceConverter() : JsonStringEnumConverter<KeySource>(JsonNamingPolicy.CamelCase);

/// <summary>Body of <c>PUT /api/models/{provider}/key</c>.</summary>
/// <param name="Key">1 to 1000 printable ASCII characters.</param>
/// <param name="BaseUrl">
/// Where the provider is reached, when not at its own address: <c>https://…</c> or <c>http://…</c>. Absent, the address that was set before
/// stays; empty, none is set any more.
/// </param>
public sealed record SetModelKey(string Key, string? BaseUrl = null);

/// <summary>
/// How much may be asked of models: body of <c>PUT</c> and answer of <c>GET /api/models/limits</c>. What is absent has no limit. A day is one
/// of UTC. What was asked before a limit is reached is answered to its end.
/// </summary>
/// <param name="DayCost">US dollars of all sessions in a day.</param>
/// <param name="DayTokens">Tokens of all sessions in a day, in and out, from a cache or not.</param>
/// <param name="SessionCost">US dollars of one session, ever.</param>
/// <param name="SessionTokens">Tokens of one session, ever.</param>
public sealed record ModelLimits(decimal? DayCost = null, long? DayTokens = null, decimal? SessionCost = null, long? SessionTokens = null);
