using System.Security.Cryptography;

namespace Dispatch.Runner.Sessions;

/// <summary>10 characters of Crockford's base 32 in lower case: 50 random bits, no letter that reads like a digit.</summary>
internal static class SessionId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, 10);
}
