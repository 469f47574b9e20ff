using System.Security.Cryptography;
using System.Text;
using Dispatch.Protocol;
using Dispatch.Protocol.Problems;
using Dispatch.Server.Hosting;

namespace Dispatch.Server.Secrets;

/// <summary>
/// Encrypts the values of secret variables (AES-256-GCM) with a key that lies in the data folder's <c>secrets-key</c>, never in the database:
/// a copy of the database alone tells nothing. What was sealed for one variable of one workspace opens for no other.
/// </summary>
internal sealed class SecretSeal(DataFolder data) : IDisposable
{
    /// <summary>The layout: this byte, a nonce, a tag, the encrypted text.</summary>
    private const byte Version = 1;
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + NonceLength + TagLength;

    private readonly SemaphoreSlim _one = new(1);
    private byte[]? _key;

    /// <returns>Null when there is no key, and none can be made; then why.</returns>
    public async Task<(byte[]? Made, Error? Error)> SealAsync(string workspace, string name, string value, CancellationToken cancellation)
    {
        byte[]? key;
        try
        {
            key = await KeyAsync(make: true, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, NoKey($"can't be read or made ({e.Message.TrimEnd('.')})"));
        }

        if (key is null)
        {
            return (null, NoKey("is damaged"));
        }

        var plain = Encoding.UTF8.GetBytes(value);
        var made = new byte[HeadLength + plain.Length];
        made[0] = Version;
        RandomNumberGenerator.Fill(made.AsSpan(1, NonceLength));
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(made.AsSpan(1, NonceLength), plain, made.AsSpan(HeadLength), made.AsSpan(1 + NonceLength, TagLength), Place(workspace, name));
        CryptographicOperations.ZeroMemory(plain);
        return (made, null);
    }

    /// <returns>Null when it can't be opened with the key that is here.</returns>
    public async Task<string?> OpenAsync(string workspace, string name, byte[] made, CancellationToken cancellation)
    {
        try
        {
            if (made.Length < HeadLength || made[0] != Version || await KeyAsync(make: false, cancellation) is not { } key)
            {
                return null;
            }

            var plain = new byte[made.Length - HeadLength];
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(made.AsSpan(1, NonceLength), made.AsSpan(HeadLength), made.AsSpan(1 + NonceLength, TagLength), plain, Place(workspace, name));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => _one.Dispose();

    private static byte[] Place(string workspace, string name) => Encoding.UTF8.GetBytes($"{workspace}\n{name}");

    private Error NoKey(string cause) => new(
        ErrorKind.Failed, "variable.no-key",
        $"Nothing was set: {data.SecretsKeyFile}, which secret variables are encrypted with, {cause}. Put it back from a backup; or remove it, and set every secret variable anew.");

    /// <returns>Null when there is none, or what is there is none.</returns>
    private async Task<byte[]?> KeyAsync(bool make, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_key is null && File.Exists(data.SecretsKeyFile))
            {
                var text = (await File.ReadAllTextAsync(data.SecretsKeyFile, cancellation)).Trim();
                var read = new byte[KeyLength];
                _key = Convert.TryFromBase64String(text, read, out var length) && length == KeyLength ? read : null;
            }
            else if (_key is null && make)
            {
                var made = RandomNumberGenerator.GetBytes(KeyLength);
                await PrivateFile.WriteAsync(data.SecretsKeyFile, Encoding.ASCII.GetBytes(Convert.ToBase64String(made) + "\n"), cancellation);
                _key = made;
            }

            return _key;
        }
        finally
        {
            _one.Release();
        }
    }
}
