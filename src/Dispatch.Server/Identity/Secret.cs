using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dispatch.Server.Identity;

/// <summary>
/// Secrets that this server makes: 256 random bits, base64url. The database holds only their SHA-256: of so much randomness a slow
/// hash protects no better than a fast one, and a request costs microseconds.
/// </summary>
internal static class Secret
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Takes the same time whatever differs.</summary>
    public static bool Matches(string secret, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(secret), hash);
}
