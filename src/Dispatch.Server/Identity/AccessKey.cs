using System.Text;
using Dispatch.Protocol;
using Dispatch.Server.Hosting;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Identity;

/// <summary>
/// The owner's access key: its hash in the database, the key itself in the data folder's <c>key</c>. The two can't change in one step, so
/// a new key first lies durable in <c>key.new</c>, then its hash is committed, then it takes its name: whatever a crash leaves is mended
/// at the next start by looking which of them the database knows.
/// </summary>
internal sealed class AccessKey(DataFolder data, PrincipalStore principals, TimeProvider time)
{
    public const string Prefix = "dk_";
    private const int Length = 3 + 43;

    private string Draft => data.AccessKeyFile + ".new";

    /// <summary>
    /// Finishes a change that was cut short, and when the owner has no key gives it the one in the file, if there is one (the database is
    /// new, whoever has the key keeps it), else makes the first.
    /// </summary>
    public async Task EnsureAsync(string owner, CancellationToken cancellation)
    {
        var hash = await principals.KeyHashAsync(owner, cancellation);
        if (File.Exists(Draft))
        {
            if (hash is not null && Secret.Matches((await File.ReadAllTextAsync(Draft, cancellation)).Trim(), hash))
            {
                File.Move(Draft, data.AccessKeyFile, overwrite: true);
            }
            else
            {
                File.Delete(Draft);
            }
        }

        if (hash is not null)
        {
            return;
        }

        if (await FindInFileAsync(cancellation) is { Length: Length } kept && kept.StartsWith(Prefix, StringComparison.Ordinal))
        {
            await principals.ReplaceKeyAsync(owner, Secret.Hash(kept), time.NowMilliseconds(), cancellation);
        }
        else
        {
            await ReplaceAsync(owner, cancellation);
        }
    }

    /// <summary>Whether the file has another key than the database: then they don't belong together.</summary>
    public async Task<bool> FileDiffersAsync(string owner, CancellationToken cancellation) =>
        await FindInFileAsync(cancellation) is { } key
        && await principals.KeyHashAsync(owner, cancellation) is { } hash
        && !Secret.Matches(key, hash);

    /// <summary>Puts a new key in force, which signs every device out.</summary>
    /// <returns>The key.</returns>
    public async Task<string> ReplaceAsync(string owner, CancellationToken cancellation)
    {
        var key = Prefix + Secret.New();
        await PrivateFile.WriteDurableAsync(Draft, Encoding.UTF8.GetBytes(key + "\n"), cancellation);
        await principals.ReplaceKeyAsync(owner, Secret.Hash(key), time.NowMilliseconds(), cancellation);
        File.Move(Draft, data.AccessKeyFile, overwrite: true);
        return key;
    }

    private async Task<string?> FindInFileAsync(CancellationToken cancellation) =>
        File.Exists(data.AccessKeyFile) ? (await File.ReadAllTextAsync(data.AccessKeyFile, cancellation)).Trim() : null;
}
