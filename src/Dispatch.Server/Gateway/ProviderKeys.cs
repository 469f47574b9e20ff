using Dispatch.Protocol.Gateway;
using Dispatch.Server.Hosting;
using Dispatch.Server.Secrets;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Gateway;

/// <summary>
/// The keys to models: those that were set here, else those of the server's environment. They leave this program only for the provider
/// itself, or where its address was said to be.
/// </summary>
internal sealed class ProviderKeys(ServerOptions options, ModelKeyStore store, SecretSeal seal, TimeProvider time)
{
    /// <summary>The name that a key is sealed under: of no workspace.</summary>
    private const string Nowhere = "";

    // What another replica sets is known here so much later.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private volatile Read? _read;

    public static string SealedName(ModelProvider provider) => $"models/{provider.Id}";

    public async ValueTask<ProviderKey> OfAsync(ModelProvider provider, CancellationToken cancellation) =>
        (await AllAsync(cancellation)).First(key => key.Provider == provider);

    public async ValueTask<IReadOnlyList<ProviderKey>> AllAsync(CancellationToken cancellation)
    {
        if (_read is { } read && time.GetElapsedTime(read.At) < Fresh)
        {
            return read.Keys;
        }

        var at = time.GetTimestamp();
        var rows = await store.ListAsync(cancellation);
        var keys = new List<ProviderKey>();
        foreach (var provider in ModelProviders.All)
        {
            keys.Add(await OfAsync(provider, rows.FirstOrDefault(row => row.Provider == provider.Id), cancellation));
        }

        _read = new Read(keys, at);
        return keys;
    }

    public async Task<Protocol.Problems.Error?> SetAsync(ModelProvider provider, string key, string? baseUrl, string principal, CancellationToken cancellation)
    {
        var (made, error) = await seal.SealAsync(Nowhere, SealedName(provider), key, cancellation);
        if (made is not null)
        {
            await store.SetAsync(provider.Id, made, baseUrl, principal, time.NowMilliseconds(), cancellation);
            _read = null;
        }

        return error;
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(ModelProvider provider, CancellationToken cancellation)
    {
        var removed = await store.RemoveAsync(provider.Id, cancellation);
        _read = null;
        return removed;
    }

    private async Task<ProviderKey> OfAsync(ModelProvider provider, ModelKeyRow? row, CancellationToken cancellation)
    {
        var named = options.Models.GetValueOrDefault(provider.BaseVariable);
        if (row is not null)
        {
            return new ProviderKey(
                provider, await seal.OpenAsync(Nowhere, SealedName(provider), row.SealedKey, cancellation), Base(provider, row.BaseUrl ?? named), KeySource.Set,
                DateTimeOffset.FromUnixTimeMilliseconds(row.ChangedAt));
        }

        return options.Models.GetValueOrDefault(provider.KeyVariable) is { } key
            ? new ProviderKey(provider, key, Base(provider, named), KeySource.Environment, null)
            : new ProviderKey(provider, null, Base(provider, named), null, null);
    }

    // Some say Anthropic's address with the version in it, some without.
    private static string Base(ModelProvider provider, string? named)
    {
        var address = (named ?? provider.DefaultBase).TrimEnd('/');
        return provider == ModelProviders.Anthropic && address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^"/v1".Length] : address;
    }

    private sealed record Read(IReadOnlyList<ProviderKey> Keys, long At);
}

/// <param name="Key">Null when there is none, or it can't be decrypted any more.</param>
/// <param name="Base">The provider's address, without a slash at its end.</param>
/// <param name="Source">Where the key is from; null when there is none.</param>
/// <param name="ChangedAt">When it was set here.</param>
internal sealed record ProviderKey(ModelProvider Provider, string? Key, string Base, KeySource? Source, DateTimeOffset? ChangedAt);
